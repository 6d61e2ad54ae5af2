import { describe, expect, it } from 'vitest';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { reconcile } from '#shared/domain/document-admission.ts';
import {
  adopted,
  type DocumentFacts,
  failed,
  type Observation,
  published,
  retried,
} from '#shared/domain/document-lifecycle.ts';
import { documentRecord } from '../doubles/sample-records.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const { tenantId, documentId, collection, sealedKey, name, live } = documentRecord();
const FACTS: DocumentFacts = {
  ...{ tenantId, documentId, collection, sealedKey, name },
  policy: 'strict',
  chunking: 'structure-200',
};
const seen = (versionId: string): Observation => ({ versionId, bytes: 10, access: ['group:finance'] });

/** The row that an admission writes; the test fails when it writes none. */
function written(record: DocumentRecord | undefined, observed: Observation): DocumentRecord {
  const admission = reconcile(record, observed, FACTS, NOW);
  if (!('record' in admission) || admission.record === undefined) throw new Error('nothing to write');
  return admission.record;
}

const runOf = ({ source, attempt }: DocumentRecord) => ({
  ...{ tenantId, documentId },
  versionId: source?.versionId ?? '',
  attempt,
});

function publishedOf(record: DocumentRecord): DocumentRecord {
  if (live === undefined) throw new Error('the sample is live');
  return published(
    record,
    runOf(record),
    { ...live, ...runOf(record), date: undefined, metadata: undefined },
    name,
    NOW,
  );
}

const publishedRecord = (observed = seen('v1')) => publishedOf(written(undefined, observed));

describe('date and metadata of a version', () => {
  const FIRST = { date: '2026-01-01T00:00:00.000Z', metadata: ['meta.team=t:hr'] };
  const SECOND = { date: '2026-02-01T00:00:00.000Z', metadata: ['meta.team=t:legal'] };

  it('are in force once the version is published, and until then those of the one before', () => {
    const first = publishedRecord({ ...seen('v1'), ...FIRST });
    const running = written(first, { ...seen('v2'), ...SECOND });

    const second = publishedOf(running);

    expect(first.live).toMatchObject(FIRST);
    expect(running.live).toMatchObject(FIRST);
    expect(second.live).toMatchObject(SECOND);
  });

  it('are those of the newest version where its bytes are the same', () => {
    const running = written(publishedRecord({ ...seen('v1'), ...FIRST }), { ...seen('v2'), ...SECOND });

    expect(adopted(running, runOf(running), NOW).live).toMatchObject({ ...SECOND, versionId: 'v1' });
  });

  it('stay when a document is sent again', () => {
    const running = written(undefined, { ...seen('v1'), ...FIRST });
    const rejected = failed(running, runOf(running), { name: 'Unexpected', step: 'chunk' }, NOW);

    expect(retried(rejected, 'strict', NOW).source).toMatchObject(FIRST);
  });

  it.each([{ date: FIRST.date }, { metadata: FIRST.metadata }])(
    'come late to a row of before they were kept: %o, once, and without a run',
    (mark) => {
      const before = publishedRecord();

      const admission = reconcile(before, { ...seen('v1'), ...mark }, FACTS, NOW);

      expect(admission).toMatchObject({ action: 'set-access', record: { attempt: 1, live: mark, source: mark } });
      const after = written(before, { ...seen('v1'), ...mark });
      expect(reconcile(after, { ...seen('v1'), ...mark }, FACTS, NOW)).toEqual({ action: 'none' });
      expect(reconcile(before, seen('v1'), FACTS, NOW)).toEqual({ action: 'none' });
    },
  );
});
