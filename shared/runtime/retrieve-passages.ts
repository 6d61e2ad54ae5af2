import { type Caller, principalsOf } from '../domain/access.ts';
import type { Passage } from '../domain/answer.ts';
import type { DocumentRecord } from '../domain/document.ts';
import { conditionsOf } from '../domain/fact-conditions.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { EmbedderFingerprint } from '../domain/fingerprint.ts';
import type { Attempt } from '../domain/identity.ts';
import { type IndexGeneration, takesVectorsOf } from '../domain/index-generation.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import { LIMITS } from '../domain/objectives.ts';
import { fuse } from '../domain/rank-fusion.ts';
import type { CandidateTrace, RerankOutcome, SearchedBy } from '../domain/receipt.ts';
import type { RetrievalCalibration } from '../domain/retrieval-calibration.ts';
import { type SearchFilter, searchedCollections } from '../domain/search-filter.ts';
import { type StageSpans, stageTimes, type TimeSpan } from '../domain/stage-times.ts';
import type { RawText } from '../domain/text.ts';
import type { Vector } from '../domain/vector.ts';
import type { AskedPart } from '../ports/answerer.ts';
import type { ChunkIndex, SearchHit, SearchScope } from '../ports/chunk-index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { Keys } from '../ports/keys.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Reranker } from '../ports/reranker.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { type AdmittedHits, admitHits } from './admit-hits.ts';
import { choosePassages } from './choose-passages.ts';
import { freshenHits } from './freshen-hits.ts';
import { matchPeriods } from './match-periods.ts';
import { paidEmbedding } from './paid-embedding.ts';
import { paidReranker } from './paid-reranker.ts';
import { planSearch, type SearchPlan, sidesOf } from './plan-search.ts';
import { readRecords } from './read-records.ts';
import { type RedactedQuestion, redactQuestion } from './redact-question.ts';
import type { Redactor } from './redactor.ts';
import { rerankPassages } from './rerank-passages.ts';
import { choiceLimits, type RetrievalChoice } from './retrieval-choice.ts';
import type { SpendingPorts } from './spend.ts';

export interface RetrievalPorts extends SpendingPorts {
  readonly ledger: Ledger;
  readonly index: ChunkIndex;
  readonly embedder: Embedder;
  /** Of that embedder. Asking for it the first time is a call of the model. */
  readonly fingerprint: () => Promise<EmbedderFingerprint>;
  /** What was fitted to the embedder. */
  readonly calibration: RetrievalCalibration;
  readonly redactor: Redactor;
  /** Text of metadata is compared by its digest. */
  readonly keys: Pick<Keys, 'digest'>;
  /** How passages are chosen among candidates; by default where it is left out. */
  readonly choice?: RetrievalChoice | undefined;
  readonly analyzer: TextAnalyzer;
  /** Without one, passages stay in fused order. */
  readonly reranker?: Reranker | undefined;
  readonly clock: Clock;
}

export interface RetrievalRequest {
  readonly caller: Caller;
  /** As the caller wrote it. Only what redaction leaves of it goes on. */
  readonly text: RawText;
  readonly collections?: readonly string[] | undefined;
  /** What documents have to be besides. It comes from the request alone, never out of the text. */
  readonly filter?: SearchFilter | undefined;
  /** Passages wanted, at most. */
  readonly limit: number;
  /** Chunks asked of each side, at most; more than `limit`, for some will not be live or not be permitted. */
  readonly depth?: number;
  /** Both sides unless one is named, for measuring it alone. */
  readonly side?: 'lexical' | 'vector';
  /** What to search, where it was looked up for another search that belongs to this one; else what serves. */
  readonly generation?: IndexGeneration | undefined;
}

export interface Retrieval extends RedactedQuestion, SearchPlan {
  readonly questionVector: Vector;
  /** What embedding it took. */
  readonly embedding: ModelUse;
  /** Best first: live, and the caller may read each of them. */
  readonly passages: readonly Passage[];
  /** The live version and attempt of each passage's document. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly traces: readonly CandidateTrace[];
  /** What was searched, by collections and conditions. */
  readonly searchedBy: SearchedBy;
  /** What came of reranking, and what it took; nothing where no reranker is configured. */
  readonly rerank?: RerankOutcome | undefined;
  readonly rerankUses: readonly ModelUse[];
  /** The generation that was searched. */
  readonly generation: IndexGeneration;
  /** Numbers of the generations that candidates were found in: the one that was searched, and no other. */
  readonly generations: readonly number[];
  /** When each stage was under way, and for how many milliseconds. */
  readonly spans: StageSpans;
  readonly timings: ReturnType<typeof stageTimes>;
}

/** Chunks asked of each side: recall grows little past it, and one read of the ledger covers as many documents. */
export const RETRIEVAL_DEPTH = 100;

/**
 * Finds passages for a question: redacts it, searches by words and by meaning, each filtered by tenant and access, fuses
 * the two, and lets through only what the ledger says is live and readable now. Either layer of access alone suffices.
 * Both searches read one generation, also when another begins to serve in between.
 *
 * @throws PipelineFailure `DetectorUnavailable`, `DependencyUnavailable`, `ModelThrottled`, `BudgetExhausted`, or
 *   `IndexMismatch` when the index holds vectors of another embedder.
 */
export async function retrievePassages(
  request: RetrievalRequest,
  ports: RetrievalPorts,
  signal: AbortSignal,
): Promise<Retrieval> {
  const { caller, limit, depth = RETRIEVAL_DEPTH } = request;
  const searchedBy = searchedByOf(request, ports.keys);
  const watch = stopwatch(ports.clock);
  const [asked, generation] = await Promise.all([
    redactQuestion({ ...request, collections: searchedBy.collections }, ports, signal),
    request.generation ?? generationToSearch(ports, signal),
  ]);
  const { question, terms } = asked;
  const plan = planSearch(asked, ports);
  const redact = watch();
  const embedFor = paidEmbedding(caller.tenantId, ports);
  const { vectors, tokens } = await embedFor(ports.embedder, [question], 'query', signal);
  const [questionVector = []] = vectors;
  const embed = watch();
  const scope = {
    ...{ tenantId: caller.tenantId, principals: principalsOf(caller), ...searchedBy },
    ...{ limit: depth, generation },
  };
  const { side, fusion } = sidesOf(plan, request.side);
  const { lexical, vector } = await searchSides(side, terms, questionVector, scope, ports, signal);
  const fused = fuse({ lexical: lexical.map(rankedHit), vector: vector.map(rankedHit) }, fusion, plan.queryClass);
  const search = watch();
  const hits = new Map([...lexical, ...vector].map((hit) => [hit.chunk.chunkId, hit.chunk]));
  const documentIds = [...hits.values()].map(({ documentId }) => documentId);
  const records = await readRecords(caller.tenantId, documentIds, ports.ledger, signal);
  const hitsOfCaller = admitHits(fused, hits, records, { caller, ...searchedBy });
  const ledger = watch();
  const chosen = await chooseAdmitted(hitsOfCaller, { caller, question, questionVector, limit }, ports, signal);
  const attempts = new Map([...records.values()].flatMap(liveAttempt));
  const generations = [...new Set([...lexical, ...vector].map((hit) => hit.generation))];
  const reranked = chosen.rerank && { rerank: [watch()] };
  const spans = { redact: [redact], embed: [embed], search: [search], ledger: [ledger], ...reranked };
  const timings = stageTimes(spans);
  noteDuration(timings, ports.metrics);
  const embedding = { model: ports.embedder.modelId, calls: 1, inputTokens: tokens, outputTokens: 0 };
  const found = { ...chosen, attempts, searchedBy, generation, generations };
  return { ...asked, ...plan, questionVector, embedding, ...found, spans, timings };
}

/** Puts the admitted into their order, by age, by the period asked about and by the reranker, and cuts. */
async function chooseAdmitted(
  hits: AdmittedHits,
  { caller, limit, ...question }: Pick<RetrievalRequest, 'caller' | 'limit'> & AskedPart,
  { choice, clock, reranker, ...paying }: RetrievalPorts,
  signal: AbortSignal,
) {
  const aged = freshenHits(hits, choice?.freshnessDays, clock.now());
  const { admitted, dropped } = matchPeriods(aged, question.question);
  const paid = reranker && paidReranker(caller.tenantId, reranker, paying);
  const { rerank, uses: rerankUses, ...reranked } = await rerankPassages(admitted, question, paid, signal);
  return { ...choosePassages({ ...reranked, dropped }, choiceLimits(limit, choice)), rerank, rerankUses };
}

/** Collections of both, and what the filter asks of facts, with text of metadata as its digest. */
function searchedByOf({ caller, collections, filter }: RetrievalRequest, keys: Pick<Keys, 'digest'>): SearchedBy {
  const digest = (field: string, text: string) => keys.digest(caller.tenantId, field, text);
  return {
    collections: searchedCollections(collections, filter),
    conditions: filter === undefined ? [] : conditionsOf(filter, digest),
  };
}

function noteDuration(timings: Retrieval['timings'], metrics: Metrics): void {
  const milliseconds = Object.values(timings).reduce((sum, each) => sum + each, 0);
  const isSlow = milliseconds > LIMITS.retrievalMilliseconds;
  metrics.emit({ RetrievalsTimed: 1, RetrievalsSlow: isSlow ? 1 : 0, RetrievalDuration: milliseconds });
}

/**
 * @throws PipelineFailure `IndexMismatch`: vectors of two embedders compare, and what is near then means nothing; or
 *   `DependencyUnavailable` where no generation serves: every index is prepared before questions come, so that one that
 *   holds nothing was lost, and is not without evidence.
 */
async function generationToSearch(
  { index, fingerprint }: RetrievalPorts,
  signal: AbortSignal,
): Promise<IndexGeneration> {
  const [generation, embedder] = await Promise.all([index.serving(signal), fingerprint()]);
  if (generation === undefined) {
    throw new PipelineFailure('DependencyUnavailable', 'no generation of the index serves');
  }
  if (takesVectorsOf(generation, embedder)) return generation;
  throw new PipelineFailure('IndexMismatch', 'the index holds vectors of another embedding model', {
    details: { stored: generation.fingerprint.modelId, configured: embedder.modelId },
  });
}

async function searchSides(
  side: RetrievalRequest['side'],
  terms: readonly string[],
  vector: Vector,
  scope: SearchScope,
  { index }: RetrievalPorts,
  signal: AbortSignal,
): Promise<{ lexical: SearchHit[]; vector: SearchHit[] }> {
  const [lexical, near] = await Promise.all([
    side === 'vector' || terms.length === 0 ? [] : index.searchLexical(terms, scope, signal),
    side === 'lexical' ? [] : index.searchVector(vector, scope, signal),
  ]);
  return { lexical, vector: near };
}

function rankedHit({ chunk, score }: SearchHit) {
  return { chunkId: chunk.chunkId, score };
}

function liveAttempt({ tenantId, documentId, live }: DocumentRecord): [documentId: string, attempt: Attempt][] {
  if (live === undefined) return [];
  return [[documentId, { tenantId, documentId, versionId: live.versionId, attempt: live.attempt }]];
}

/** The time since it was asked last. */
function stopwatch({ now }: Clock): () => TimeSpan {
  let last = now();
  return () => {
    const from = last;
    last = now();
    return { from, to: last };
  };
}
