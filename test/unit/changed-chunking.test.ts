import { expect, it } from 'vitest';
import { reconcile } from '#shared/domain/document-admission.ts';
import type { DocumentFacts, Observation } from '#shared/domain/document-lifecycle.ts';
import { documentRecord } from '../doubles/sample-records.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const PUBLISHED = { ...documentRecord({ policy: 'identifiers', rulePolicy: 'strict' }), failure: undefined };
const { tenantId, documentId, collection, sealedKey, name, chunking = '' } = PUBLISHED;
const FACTS: DocumentFacts = { tenantId, documentId, collection, sealedKey, name, chunking, policy: 'strict' };
const SEEN: Observation = { versionId: 'v1', bytes: 42, access: PUBLISHED.access };

it('leaves a document alone that was cut as documents are', () => {
  expect(reconcile(PUBLISHED, SEEN, FACTS, NOW)).toEqual({ action: 'none' });
});

it('processes a document anew once documents are cut otherwise, once, under the policy that it has', () => {
  const facts = { ...FACTS, chunking: 'fixed-200' };

  const again = reconcile(PUBLISHED, SEEN, facts, NOW);

  expect(again).toMatchObject({
    action: 'start',
    record: { attempt: 2, policy: 'identifiers', chunking: 'fixed-200', live: { attempt: 1 } },
  });
  const record = 'record' in again ? again.record : undefined;
  expect(reconcile(record, SEEN, facts, NOW)).toEqual({ action: 'resume' });
  expect(reconcile({ ...PUBLISHED, chunking: 'fixed-200' }, SEEN, facts, NOW)).toEqual({ action: 'none' });
});

it('takes a row of before chunking was a setting for one that was cut as documents were then', () => {
  const before = { ...PUBLISHED, chunking: undefined };

  expect(reconcile(before, SEEN, FACTS, NOW)).toEqual({ action: 'none' });
  expect(reconcile(before, SEEN, { ...FACTS, chunking: 'structure-320' }, NOW).action).toBe('start');
});
