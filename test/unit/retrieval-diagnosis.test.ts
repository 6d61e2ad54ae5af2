import { describe, expect, it } from 'vitest';
import type { CandidateTrace } from '#shared/domain/receipt.ts';
import { diagnose, type ExpectedPassage } from '#shared/domain/retrieval-diagnosis.ts';
import { documentRecord } from '../doubles/sample-records.ts';

const trace = (chunkId: string, fate: CandidateTrace['fate'], ranks: Partial<CandidateTrace> = {}): CandidateTrace => ({
  ...{ chunkId, documentId: 'a1', score: 0.5, fate },
  ...ranks,
});
const conditionOf = (field: string, key: string) => ({ field, keys: [key], spans: [] });
const TRACES = [
  trace('x1', 'shown', { lexicalRank: 1 }),
  trace('old', 'not-live'),
  trace('c1', 'below-cut', { vectorRank: 8 }),
  trace('c2', 'below-cut'),
];

function expectation(changes: Partial<ExpectedPassage>): ExpectedPassage {
  return {
    record: documentRecord(),
    isInText: true,
    chunkIds: ['c9'],
    caller: { tenantId: 'acme', user: 'ana', groups: [] },
    conditions: [],
    traces: TRACES,
    ...changes,
  };
}

describe('an expected passage is lost', () => {
  it.each<[string, Partial<ExpectedPassage>, string, string]>([
    ['before it was taken in', { record: undefined }, 'not-taken-in', 'no document'],
    [
      'before it was published',
      { record: documentRecord({ status: 'rejected', live: undefined }) },
      'not-published',
      'rejected (Superseded at publish)',
    ],
    [
      'while it runs',
      { record: documentRecord({ status: 'running', live: undefined, failure: undefined }) },
      'not-published',
      'is running, so',
    ],
    ['in extraction or redaction', { isInText: false }, 'not-in-the-text', 'redaction hides'],
    ['in the index', { chunkIds: [] }, 'not-indexed', 'refused 1 of 7 chunks'],
    ['by access', { record: documentRecord({ access: ['group:board'] }) }, 'filtered-by-access', 'none of group:board'],
    ['by collection', { collections: ['contracts'] }, 'filtered-by-collection', 'in collection inbox'],
    [
      'by the filter',
      { conditions: [conditionOf('type', 'type=t:contract'), conditionOf('language', 'language=t:en')] },
      'filtered-by-filter',
      'another type than',
    ],
    [
      'to one that says the same',
      { traces: [trace('x1', 'shown'), trace('c9', 'near-duplicate', { duplicateOf: 'x1' })] },
      'folded',
      'at place 2 it says what chunk x1 says',
    ],
    [
      'to the cap of its document',
      { traces: [trace('x1', 'shown'), trace('c9', 'source-cap')] },
      'held-back-by-the-cap',
      'at place 2, and others of its document',
    ],
    ['by retrieval', {}, 'not-retrieved', 'neither side retrieved it'],
    ['on the ledger', { chunkIds: ['old'] }, 'dropped-by-the-ledger', 'says not-live'],
    ['by access on the ledger', { traces: [trace('c9', 'not-permitted')] }, 'dropped-by-the-ledger', 'not-permitted'],
    [
      'below the cut',
      { chunkIds: ['c2', 'c1'], collections: ['inbox'] },
      'below-the-cut',
      'at place 2, and 1 were shown; the lexical side did not find it, the vector side has it at place 8',
    ],
    [
      'below the cut by the reranker',
      {
        chunkIds: ['c1'],
        traces: [trace('c1', 'below-cut', { rerankRank: 2 }), trace('x1', 'shown', { rerankRank: 1 })],
      },
      'below-the-cut',
      'reranking puts it at place 2, fusion at 1, and 1 were shown',
    ],
  ])('%s', (_what, changes, lostAt, reason) => {
    const diagnosis = diagnose(expectation(changes));

    expect(diagnosis).toMatchObject({ lostAt, reason: expect.stringContaining(reason) });
  });
});

it('is not lost when one of its chunks is shown', () => {
  expect(diagnose(expectation({ chunkIds: ['c1', 'x1'] }))).toMatchObject({ lostAt: 'shown', rank: 1 });
});

it('tells how far down it stands, and how many words it shares', () => {
  const deepLook = { depth: 4_096, lexicalRank: 912, sharedTerms: 1, terms: 5 };

  expect(diagnose(expectation({ deepLook })).reason).toBe(
    'neither side retrieved it; of the first 4096, the lexical side has it at place 912, the vector side did not find it; it holds 1 of 5 terms',
  );
});

it('counts another tenant as no access', () => {
  const caller = { tenantId: 'globex', user: 'ana', groups: [] };

  expect(diagnose(expectation({ caller })).lostAt).toBe('filtered-by-access');
});
