import { expect, it } from 'vitest';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { type Admission, reconcile } from '#shared/domain/document-admission.ts';
import { type DocumentFacts, LEASE_MILLISECONDS } from '#shared/domain/document-lifecycle.ts';
import { findingOf } from '#shared/domain/reconciliation.ts';
import { redacted } from '#shared/domain/text.ts';

const NOW = Date.UTC(2026, 0, 1);
const FACTS: DocumentFacts = {
  ...{ tenantId: 'acme', documentId: 'd1', collection: 'inbox', sealedKey: 'sealed' },
  ...{ name: redacted('file.txt'), policy: 'strict', chunking: 'structure-200' },
};
const V1 = { versionId: 'v1', bytes: 10, access: ['everyone-in-tenant'] };

const RUNNING = recordOf(reconcile(undefined, V1, FACTS, NOW));
const PUBLISHED: DocumentRecord = { ...RUNNING, status: 'published' };

function recordOf(admission: Admission): DocumentRecord {
  if (!('record' in admission) || admission.record === undefined) throw new Error('there is no row');
  return admission.record;
}

/** What is found of a row when the store holds this, so long after it was written. */
function found(
  record: DocumentRecord | undefined,
  { observed = V1, facts = FACTS, later = 0, execution = 'running' as 'absent' | 'running' | 'ended' } = {},
) {
  const admission = reconcile(record, observed, { ...FACTS, ...facts }, NOW + later);
  return findingOf(record, admission.action, 'record' in admission ? admission.record : undefined, execution);
}

const CASES: readonly [string, DocumentRecord | undefined, Parameters<typeof found>[1], string][] = [
  ['an object without a row', undefined, {}, 'missing'],
  ['one that is published', PUBLISHED, {}, 'current'],
  ['one of another version', PUBLISHED, { observed: { ...V1, versionId: 'v2' } }, 'stale'],
  ['one of another version while it runs', RUNNING, { observed: { ...V1, versionId: 'v2' } }, 'stale'],
  ['one with another access', PUBLISHED, { observed: { ...V1, access: ['group:finance'] } }, 'stale'],
  ['one under another policy', PUBLISHED, { facts: { ...FACTS, policy: 'identifiers' } }, 'stale'],
  ['one under another policy while it runs', RUNNING, { facts: { ...FACTS, policy: 'identifiers' } }, 'stale'],
  ['one that was cut otherwise', PUBLISHED, { facts: { ...FACTS, chunking: 'fixed-200' } }, 'stale'],
  ['one that is being cut otherwise', RUNNING, { facts: { ...FACTS, chunking: 'fixed-200' } }, 'stale'],
  ['a run within its time', RUNNING, {}, 'running'],
  ['a run that ended a moment ago', RUNNING, { execution: 'ended' }, 'running'],
  ['a run that was never started', RUNNING, { execution: 'absent' }, 'unstarted'],
  ['a run whose time is over', RUNNING, { later: LEASE_MILLISECONDS + 1, execution: 'ended' }, 'dead'],
  ['a run that still waits behind others', RUNNING, { later: LEASE_MILLISECONDS + 1 }, 'running'],
];

it.each(CASES)('%s is found to be what it is', (_what, record, seen, expected) => {
  expect(found(record, seen)).toBe(expected);
});

it('what admission refuses is stale, or missing when it has no row', () => {
  expect(findingOf(PUBLISHED, 'refuse', PUBLISHED, 'absent')).toBe('stale');
  expect(findingOf(undefined, 'refuse', PUBLISHED, 'absent')).toBe('missing');
});
