import { expect, it } from 'vitest';
import { documentRecordSchema } from '#shared/contracts/ledger-records.ts';
import { documentRecord } from '../doubles/sample-records.ts';

it('a row that was written before refused chunks were counted has none', () => {
  const { live, ...row } = documentRecord();
  const { quarantined: _quarantined, ...before } = live ?? {};

  const read = documentRecordSchema().parse({ ...row, live: before });

  expect(read.live?.quarantined).toBe(0);
});
