import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentRecord, LiveVersion } from '#shared/domain/document.ts';
import { reconcile } from '#shared/domain/document-admission.ts';
import {
  adopted,
  type DocumentFacts,
  failed,
  isCurrent,
  isLive,
  isOrphan,
  LEASE_MILLISECONDS,
  type Observation,
  published,
  refused,
  retried,
  tombstone,
  wasRefused,
} from '#shared/domain/document-lifecycle.ts';
import type { RedactedText } from '#shared/domain/text.ts';

const NAME = 'document.pdf' as RedactedText; // A neutral name holds no personal data.
const FACTS: DocumentFacts = {
  tenantId: 'acme',
  documentId: 'd1',
  collection: 'finance',
  sealedKey: 'sealed',
  name: NAME,
  policy: 'strict',
  chunking: 'structure-200',
};
const NOW = Date.parse('2026-01-01T00:00:00Z');

const seen = (versionId: string, access = ['group:finance']): Observation => ({ versionId, bytes: 10, access });
const runOf = ({ tenantId, documentId, source, attempt }: DocumentRecord) => ({
  tenantId,
  documentId,
  versionId: source?.versionId ?? '',
  attempt,
});

function liveOf(record: DocumentRecord): LiveVersion {
  const { versionId, attempt } = runOf(record);
  return {
    versionId,
    attempt,
    contentHash: 'hash',
    pipelineVersion: '1',
    policy: 'strict',
    title: NAME,
    mediaType: 'text/plain',
    language: 'en',
    documentClass: 'report',
    pages: 1,
    paged: false,
    chunks: 2,
    quarantined: 0,
    suspicious: 0,
    publishedAt: '2026-01-01T00:00:00.000Z',
  };
}

/** The row that an admission writes; the test fails when it writes none. */
function written(record: DocumentRecord | undefined, observed: Observation | undefined, now = NOW): DocumentRecord {
  const admission = reconcile(record, observed, FACTS, now);
  if (!('record' in admission) || admission.record === undefined)
    throw new Error(`nothing to write: ${admission.action}`);
  return admission.record;
}

function publishedRecord(observed = seen('v1')): DocumentRecord {
  const record = written(undefined, observed);
  return published(record, runOf(record), liveOf(record), NAME, NOW);
}

describe('reconcile', () => {
  it('starts a document that is seen for the first time', () => {
    expect(reconcile(undefined, seen('v1'), FACTS, NOW)).toMatchObject({
      action: 'start',
      record: { revision: 1, attempt: 1, status: 'running', access: ['group:finance'] },
    });
  });

  it('does nothing for a key that holds nothing and never did', () => {
    expect(reconcile(undefined, undefined, FACTS, NOW)).toEqual({ action: 'none' });
  });

  it('only makes sure of the start when an event comes again while the document runs', () => {
    expect(reconcile(written(undefined, seen('v1')), seen('v1'), FACTS, NOW)).toEqual({ action: 'resume' });
  });

  it('does nothing when an event comes again after the document was published', () => {
    expect(reconcile(publishedRecord(), seen('v1'), FACTS, NOW)).toEqual({ action: 'none' });
  });

  it("processes a document anew once its collection's policy changed, and leaves one that was released as it is", () => {
    const kept = { ...publishedRecord(), policy: 'identifiers' as const };
    const stricter = { ...kept, rulePolicy: 'identifiers' as const };

    expect(reconcile(kept, seen('v1'), FACTS, NOW)).toEqual({ action: 'none' });
    expect(reconcile(stricter, seen('v1'), FACTS, NOW)).toMatchObject({
      action: 'start',
      record: { attempt: 2, policy: 'strict', rulePolicy: 'strict', live: { attempt: 1 } },
    });
  });

  it('takes a run past its lease for dead and starts another attempt', () => {
    const record = { ...written(undefined, seen('v1')), policy: 'identifiers' as const };

    const again = reconcile(record, seen('v1'), FACTS, NOW + LEASE_MILLISECONDS + 1);

    expect(again).toMatchObject({ action: 'start', record: { attempt: 2, policy: 'identifiers' } });
  });

  it('lets new bytes supersede, with an attempt that was never used before', () => {
    const record = written(publishedRecord(), seen('v2'));

    expect(record).toMatchObject({ attempt: 2, revision: 3, status: 'running', live: { versionId: 'v1' } });
  });

  it('never gives a version that comes back the execution name it had', () => {
    const back = written(written(publishedRecord(), seen('v2')), seen('v1'));

    expect(back).toMatchObject({ attempt: 3, source: { versionId: 'v1' } });
  });

  it('changes access alone without a new attempt', () => {
    const admission = reconcile(publishedRecord(), seen('v1', ['user:ana']), FACTS, NOW);

    expect(admission).toMatchObject({ action: 'set-access', record: { attempt: 1, access: ['user:ana'] } });
  });

  it('narrows what is live at once but widens it only with the new version', () => {
    const narrower = written(publishedRecord(seen('v1', ['group:finance', 'user:ana'])), seen('v2', ['user:ana']));
    const wider = written(publishedRecord(), seen('v2', ['everyone-in-tenant']));

    expect(narrower.access).toEqual(['user:ana']);
    expect(wider).toMatchObject({ access: ['group:finance'], pendingAccess: ['everyone-in-tenant'] });
    expect(published(wider, runOf(wider), liveOf(wider), NAME, NOW).access).toEqual(['everyone-in-tenant']);
  });

  it.each([
    [
      'held',
      (record: DocumentRecord) => failed(record, runOf(record), { name: 'LanguageUnsupported', step: 'redact' }, NOW),
    ],
    [
      'rejected',
      (record: DocumentRecord) => failed(record, runOf(record), { name: 'DocumentEmpty', step: 'extract' }, NOW),
    ],
    ['refused', (record: DocumentRecord) => refused(record, seen('v2'), FACTS, 'AccessInvalid', NOW)],
  ])('does not widen what is live for a version that ended %s', (_name, end) => {
    const ended = end(written(publishedRecord(), seen('v2')));

    const wider = written(ended, seen('v2', ['everyone-in-tenant']));

    expect(wider).toMatchObject({ access: ['group:finance'], pendingAccess: ['everyone-in-tenant'] });
  });

  it('compares with the access that is pending, so that a duplicate changes nothing', () => {
    const wider = written(publishedRecord(), seen('v2', ['everyone-in-tenant']));

    expect(reconcile(wider, seen('v2', ['everyone-in-tenant']), FACTS, NOW)).toEqual({ action: 'resume' });
  });

  it('writes a tombstone once, cleans up as often as it is asked, and starts anew when the object comes back', () => {
    const gone = written(publishedRecord(), undefined);

    expect(gone.status).toBe('deleted');
    expect(gone.live).toBeUndefined();
    expect(reconcile(gone, undefined, FACTS, NOW)).toEqual({ action: 'remove' });
    expect(written(gone, seen('v3'))).toMatchObject({ status: 'running', attempt: 2, access: ['group:finance'] });
  });

  it('ends at what the store holds, whatever came before', () => {
    const states = fc.array(fc.option(fc.constantFrom('v1', 'v2', 'v3'), { nil: undefined }), { minLength: 1 });
    fc.assert(
      fc.property(states, (versions) => {
        let record: DocumentRecord | undefined;
        for (const version of versions) {
          const admission = reconcile(record, version === undefined ? undefined : seen(version), FACTS, NOW);
          record = 'record' in admission && admission.record ? admission.record : record;
        }

        expect(record?.source?.versionId).toBe(versions.at(-1));
      }),
    );
  });
});

describe('the fence', () => {
  it('lets only the attempt that the row waits for publish, adopt or fail it', () => {
    const record = written(publishedRecord(), seen('v2'));
    const late = { ...runOf(record), versionId: 'v1', attempt: 1 };

    expect(isCurrent(record, late)).toBe(false);
    expect(isCurrent(undefined, late)).toBe(false);
    for (const end of [
      () => published(record, late, liveOf(record), NAME, NOW),
      () => adopted(record, late, NOW),
      () => failed(record, late, { name: 'DocumentUnreadable', step: 'extract' }, NOW),
    ]) {
      expect(end).toThrow(expect.objectContaining({ name: 'Superseded' }));
    }
  });

  it('shows only chunks of the version and attempt that are live', () => {
    const record = publishedRecord();

    expect(isLive(record, runOf(record))).toBe(true);
    expect(isLive(record, { versionId: 'v1', attempt: 2 })).toBe(false);
    expect(isLive(tombstone(record, NOW), runOf(record))).toBe(false);
    expect(isLive(undefined, runOf(record))).toBe(false);
  });
});

describe('ends of an attempt', () => {
  it('keeps the chunks of the bytes that are live when a new version has the same', () => {
    const record = written(publishedRecord(), seen('v2'));

    const kept = adopted(record, runOf(record), NOW);

    expect(kept).toMatchObject({ status: 'published', source: { versionId: 'v2' }, live: { versionId: 'v1' } });
    expect(kept.leaseExpiresAt).toBeUndefined();
  });

  it.each([
    ['DocumentUnreadable', 'rejected'],
    ['LanguageUnsupported', 'held'],
  ] as const)('%s leaves the document %s, with the version before it still live', (name, status) => {
    const record = written(publishedRecord(), seen('v2'));

    const ended = failed(record, runOf(record), { name, step: 'extract' }, NOW);

    expect(ended).toMatchObject({ status, failure: { name, step: 'extract' }, live: { versionId: 'v1' } });
  });

  it('sends a held document again under another policy, and nothing that is not held or rejected', () => {
    const record = written(undefined, seen('v1'));
    const held = failed(record, runOf(record), { name: 'LanguageUnsupported', step: 'redact' }, NOW);

    expect(retried(held, 'identifiers', NOW)).toMatchObject({ status: 'running', attempt: 2, policy: 'identifiers' });
    expect(() => retried(record, 'strict', NOW)).toThrow(expect.objectContaining({ name: 'InputInvalid' }));
    expect(() => retried(tombstone(held, NOW), 'strict', NOW)).toThrow(
      expect.objectContaining({ name: 'InputInvalid' }),
    );
  });
});

describe('isOrphan', () => {
  const run = (attempt: number) => ({ tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt });

  it('holds of what no row knows, and of attempts that are neither live nor running', () => {
    const live = publishedRecord();
    const overtaken = written(live, seen('v2'));

    expect(isOrphan(undefined, run(1))).toBe(true);
    expect(isOrphan(live, run(1))).toBe(false);
    expect(isOrphan(live, run(2))).toBe(true);
    expect(isOrphan(overtaken, run(1))).toBe(false);
    expect(isOrphan(overtaken, { ...run(2), versionId: 'v2' })).toBe(false);
    expect(isOrphan(tombstone(live, NOW), run(1))).toBe(true);
  });
});

describe('wasRefused', () => {
  it('tells what admission refused from what failed on its way', () => {
    expect(wasRefused(refused(undefined, seen('v1'), FACTS, 'TenantUnknown', NOW))).toBe(true);
    expect(wasRefused(publishedRecord())).toBe(false);
  });
});

describe('refused', () => {
  it('records an object that may not be processed, new or known', () => {
    const fresh = refused(undefined, seen('v1'), FACTS, 'TenantUnknown', NOW);
    const known = refused(publishedRecord(), seen('v2'), FACTS, 'AccessInvalid', NOW);

    expect(fresh).toMatchObject({
      revision: 1,
      status: 'rejected',
      attempt: 1,
      access: [],
      failure: { step: 'admit' },
    });
    expect(known).toMatchObject({ revision: 3, status: 'rejected', live: { versionId: 'v1' } });
    expect(known.leaseExpiresAt).toBeUndefined();
  });

  it('lets the object start once the reason is mended', () => {
    const record = refused(undefined, seen('v1'), FACTS, 'CollectionUndeclared', NOW);

    expect(reconcile(record, seen('v1'), FACTS, NOW)).toMatchObject({ action: 'start', record: { attempt: 2 } });
  });
});
