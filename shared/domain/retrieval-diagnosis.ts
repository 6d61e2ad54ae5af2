import { type Caller, mayRead } from './access.ts';
import type { DocumentRecord } from './document.ts';
import { type FactCondition, unmetConditions } from './fact-conditions.ts';
import type { CandidateTrace } from './receipt.ts';
import { factKeysOf } from './version-facts.ts';

/** Where an expected passage was lost, in the order of the way; `shown` when it was not. */
export type LostAt =
  | 'not-taken-in'
  | 'not-published'
  | 'not-in-the-text'
  | 'not-indexed'
  | 'filtered-by-access'
  | 'filtered-by-collection'
  | 'filtered-by-filter'
  | 'not-retrieved'
  | 'dropped-by-the-ledger'
  | 'folded'
  | 'held-back-by-the-cap'
  | 'below-the-cut'
  | 'shown';

export interface Diagnosis {
  readonly lostAt: LostAt;
  /** Why, in one sentence; no text of a document. */
  readonly reason: string;
  /** The best of the expected chunks, where one was retrieved. */
  readonly candidate?: CandidateTrace;
  /** Its place among the candidates that are live and permitted, from 1. */
  readonly rank?: number;
}

/** How far down each side an expected chunk stands when more is asked of it, and what it shares with the question. */
export interface DeepLook {
  readonly depth: number;
  readonly lexicalRank?: number | undefined;
  readonly vectorRank?: number | undefined;
  /** Of the question's terms, how many the chunk holds. */
  readonly sharedTerms: number;
  readonly terms: number;
}

/** What is known of an expected passage, and of the search that should have found it. */
export interface ExpectedPassage {
  readonly record: DocumentRecord | undefined;
  /** Whether the published text holds what was expected. */
  readonly isInText: boolean;
  /** Ids of the chunks that hold it, of the live attempt. */
  readonly chunkIds: readonly string[];
  readonly caller: Caller;
  readonly collections?: readonly string[] | undefined;
  readonly conditions: readonly FactCondition[];
  /** Best first. */
  readonly traces: readonly CandidateTrace[];
  readonly deepLook?: DeepLook | undefined;
}

/** Says at which stage an expected passage was lost, and why: the first stage on the way at which it was. */
export function diagnose(expected: ExpectedPassage): Diagnosis {
  const { record } = expected;
  if (record === undefined) return { lostAt: 'not-taken-in', reason: 'no document of this tenant holds it' };
  return lostBeforeSearch(record, expected) ?? lostByFilter(record, expected) ?? lostInSearch(expected);
}

function lostBeforeSearch(
  { live, status, failure }: DocumentRecord,
  { isInText, chunkIds }: ExpectedPassage,
): Diagnosis | undefined {
  if (live === undefined) {
    const why = failure === undefined ? '' : ` (${failure.name} at ${failure.step})`;
    return { lostAt: 'not-published', reason: `the document is ${status}${why}, so nothing of it is live` };
  }
  if (!isInText) {
    const reason =
      'the published text does not hold it: extraction reads it otherwise, or redaction hides a part of it';
    return { lostAt: 'not-in-the-text', reason };
  }
  if (chunkIds.length > 0) return undefined;
  const reason = `no live chunk holds it; the index refused ${live.quarantined} of ${live.chunks} chunks`;
  return { lostAt: 'not-indexed', reason };
}

function lostByFilter(
  record: DocumentRecord,
  { caller, collections, conditions }: ExpectedPassage,
): Diagnosis | undefined {
  if (!mayRead(caller, record.tenantId, record.access)) {
    const reason = `the asker is none of ${record.access.join(', ')}`;
    return { lostAt: 'filtered-by-access', reason };
  }
  if (collections?.includes(record.collection) === false) {
    const reason = `it is in collection ${record.collection}, the search was in ${collections.join(', ')}`;
    return { lostAt: 'filtered-by-collection', reason };
  }
  const unmet = unmetConditions(factKeysOf({ ...record.live }), conditions);
  if (unmet.length === 0) return undefined;
  const reason = `the filter asks for another ${unmet.map(({ field }) => field).join(', ')} than the document has`;
  return { lostAt: 'filtered-by-filter', reason };
}

const ADMITTED: readonly CandidateTrace['fate'][] = ['shown', 'near-duplicate', 'source-cap', 'below-cut'];
const DENIED: readonly CandidateTrace['fate'][] = ['not-live', 'not-permitted', 'filtered'];

function lostInSearch({ chunkIds, traces, deepLook }: ExpectedPassage): Diagnosis {
  const own = traces.filter(({ chunkId }) => chunkIds.includes(chunkId));
  const admitted = traces.filter(({ fate }) => ADMITTED.includes(fate));
  const best = own.find(({ fate }) => fate === 'shown') ?? own.find(({ fate }) => ADMITTED.includes(fate)) ?? own[0];
  if (best === undefined) return { lostAt: 'not-retrieved', reason: notRetrieved(deepLook) };
  if (DENIED.includes(best.fate)) {
    const reason = `the index found it and the ledger says ${best.fate}: the index is behind the ledger`;
    return { lostAt: 'dropped-by-the-ledger', reason, candidate: best };
  }
  const fusedRank = admitted.indexOf(best) + 1;
  const rank = best.rerankRank ?? fusedRank;
  const shown = admitted.filter(({ fate }) => fate === 'shown').length;
  if (best.fate === 'shown') return { lostAt: 'shown', reason: `it is shown at place ${rank}`, candidate: best, rank };
  if (best.fate === 'near-duplicate') {
    const reason = `at place ${rank} it says what chunk ${best.duplicateOf} says, which is looked at in its place`;
    return { lostAt: 'folded', reason, candidate: best, rank };
  }
  if (best.fate === 'source-cap') {
    const reason = `at place ${rank}, and others of its document fill what one document may have; ${shown} were shown`;
    return { lostAt: 'held-back-by-the-cap', reason, candidate: best, rank };
  }
  const order =
    best.rerankRank === undefined
      ? `fusion puts it at place ${rank}`
      : `reranking puts it at place ${rank}, fusion at ${fusedRank}`;
  const reason = `${order}, and ${shown} were shown; ${sidesOf(best)}`;
  return { lostAt: 'below-the-cut', reason, candidate: best, rank };
}

function sidesOf({ lexicalRank, vectorRank }: Pick<DeepLook, 'lexicalRank' | 'vectorRank'>): string {
  const side = (name: string, rank: number | undefined) =>
    rank === undefined ? `${name} did not find it` : `${name} has it at place ${rank}`;
  return `${side('the lexical side', lexicalRank)}, ${side('the vector side', vectorRank)}`;
}

function notRetrieved(look: DeepLook | undefined): string {
  if (look === undefined) return 'neither side retrieved it';
  const { depth, sharedTerms, terms } = look;
  return `neither side retrieved it; of the first ${depth}, ${sidesOf(look)}; it holds ${sharedTerms} of ${terms} terms`;
}
