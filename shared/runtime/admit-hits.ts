import { type Caller, mayRead } from '../domain/access.ts';
import type { Passage } from '../domain/answer.ts';
import type { DocumentRecord } from '../domain/document.ts';
import { isLive } from '../domain/document-lifecycle.ts';
import { type FactCondition, unmetConditions } from '../domain/fact-conditions.ts';
import type { FusedHit } from '../domain/rank-fusion.ts';
import type { CandidateTrace } from '../domain/receipt.ts';
import { factKeysOf } from '../domain/version-facts.ts';
import type { SearchHit } from '../ports/chunk-index.ts';

/** What a candidate has to be besides live: the caller's to read, and what the search was narrowed to. */
export interface Admittance {
  readonly caller: Caller;
  readonly collections?: readonly string[] | undefined;
  readonly conditions: readonly FactCondition[];
}

export interface AdmittedHit {
  readonly hit: FusedHit & Pick<CandidateTrace, 'isOfOtherPeriod' | 'rerankRank' | 'rerankScore' | 'rerankFeatures'>;
  readonly passage: Passage;
  /** Of the document's live version, ISO 8601. */
  readonly date?: string | undefined;
}

export interface AdmittedHits {
  /** Best first. */
  readonly admitted: readonly AdmittedHit[];
  readonly dropped: readonly CandidateTrace[];
}

/** Lets through what is live, readable and asked for by the ledger's own word, and notes why the rest is not. */
export function admitHits(
  fused: readonly FusedHit[],
  hits: ReadonlyMap<string, SearchHit['chunk']>,
  records: ReadonlyMap<string, DocumentRecord>,
  admittance: Admittance,
): AdmittedHits {
  const admitted: AdmittedHit[] = [];
  const dropped: CandidateTrace[] = [];
  for (const hit of fused) {
    const chunk = hits.get(hit.chunkId);
    if (chunk === undefined) continue;
    const record = records.get(chunk.documentId);
    const fate = whyDropped(chunk, record, admittance);
    if (fate === undefined && record !== undefined) admitted.push(admittedHit(hit, chunk, record));
    else if (fate !== undefined) dropped.push({ ...hit, documentId: chunk.documentId, fate });
  }
  return { admitted, dropped };
}

function whyDropped(
  chunk: SearchHit['chunk'],
  record: DocumentRecord | undefined,
  { caller, collections, conditions }: Admittance,
): CandidateTrace['fate'] | undefined {
  if (!isLive(record, chunk)) return 'not-live';
  if (!mayRead(caller, record.tenantId, record.access)) return 'not-permitted';
  if (collections?.includes(record.collection) === false) return 'filtered';
  const facts = factKeysOf(record.live ?? {});
  return unmetConditions(facts, conditions).length > 0 ? 'filtered' : undefined;
}

function admittedHit(hit: FusedHit, chunk: SearchHit['chunk'], { name, live }: DocumentRecord): AdmittedHit {
  const { chunkId, score, similarity = 0 } = hit;
  const { documentId, page, start, end, text, context, suspicion } = chunk;
  const place = { chunkId, documentId, name, title: live?.title ?? name, page, start, end };
  return { hit, passage: { ...place, text, context, similarity, score, suspicion }, date: live?.date };
}
