import { expect, it } from 'vitest';
import { diagnoseAnswer } from '#shared/domain/answer-diagnosis.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import { receipt } from '../doubles/sample-records.ts';

const SHOWN = { lostAt: 'shown', reason: 'it is shown at place 1' } as const;
const claims = (...verdicts: NonNullable<Receipt['claims']['verdicts']>) => ({
  ...{ proposed: verdicts.length, kept: 0, dropped: [], verdicts },
});

it.each<[string, Partial<Receipt>, string]>([
  ['the gate refused', { outcome: 'no-evidence', answerer: 'none' }, 'refused-by-the-gate'],
  ['the question was unsafe', { outcome: 'unsafe', answerer: 'none' }, 'refused-by-a-rule'],
  ['a rule of the policy forbade it', { outcome: 'not-permitted' }, 'refused-by-a-rule'],
  ['nothing was proposed from it', { claims: claims({ chunkId: 'other', verdict: 'kept' }) }, 'not-proposed'],
  ['an older receipt tells of no verdicts', { claims: { proposed: 1, kept: 1, dropped: [] } }, 'not-proposed'],
  ['its claim was dropped', { claims: claims({ chunkId: 'c1', verdict: 'number-not-in-quote' }) }, 'claim-dropped'],
  ['it is quoted', { claims: claims({ chunkId: 'c1', verdict: 'kept' }) }, 'quoted'],
])('says of a passage that was found that %s', (_what, changes, lostAt) => {
  const diagnosis = diagnoseAnswer(SHOWN, ['c1'], receipt(changes));

  expect(diagnosis.lostAt).toBe(lostAt);
  expect(diagnosis.reason).toMatch(/^it is shown at place 1; /);
});

it('leaves what was lost before as it is', () => {
  const lost = { lostAt: 'not-retrieved', reason: 'neither side retrieved it' } as const;

  expect(diagnoseAnswer(lost, ['c1'], receipt())).toEqual(lost);
});
