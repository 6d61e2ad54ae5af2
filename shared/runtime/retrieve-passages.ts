import { type Caller, principalsOf } from '../domain/access.ts';
import type { Passage } from '../domain/answer.ts';
import type { DocumentRecord } from '../domain/document.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { EmbedderFingerprint } from '../domain/fingerprint.ts';
import type { Attempt } from '../domain/identity.ts';
import { type IndexGeneration, takesVectorsOf } from '../domain/index-generation.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import { LIMITS } from '../domain/objectives.ts';
import { fuse } from '../domain/rank-fusion.ts';
import type { CandidateTrace } from '../domain/receipt.ts';
import type { RetrievalCalibration } from '../domain/retrieval-calibration.ts';
import type { RawText, RedactedText } from '../domain/text.ts';
import type { Vector } from '../domain/vector.ts';
import type { ChunkIndex, SearchHit, SearchScope } from '../ports/chunk-index.ts';
import type { Clock } from '../ports/clock.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { admitHits } from './admit-hits.ts';
import { meteredEmbedding } from './metered-embedding.ts';
import { readRecords } from './read-records.ts';
import { redactQuestion } from './redact-question.ts';
import type { Redactor } from './redactor.ts';

export interface RetrievalPorts {
  readonly ledger: Ledger;
  readonly index: ChunkIndex;
  readonly embedder: Embedder;
  /** Of that embedder. Asking for it the first time is a call of the model. */
  readonly fingerprint: () => Promise<EmbedderFingerprint>;
  /** What was fitted to the embedder. */
  readonly calibration: RetrievalCalibration;
  readonly redactor: Redactor;
  readonly analyzer: TextAnalyzer;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

export interface RetrievalRequest {
  readonly caller: Caller;
  /** As the caller wrote it. Only what redaction leaves of it goes on. */
  readonly text: RawText;
  readonly collections?: readonly string[] | undefined;
  /** Passages wanted, at most. */
  readonly limit: number;
  /** Chunks asked of each side, at most; more than `limit`, for some will not be live or not be permitted. */
  readonly depth?: number;
  /** Both sides unless one is named, for measuring it alone. */
  readonly side?: 'lexical' | 'vector';
  /** What to search, where it was looked up for another search that belongs to this one; else what serves. */
  readonly generation?: IndexGeneration | undefined;
}

export interface Retrieval {
  readonly question: RedactedText;
  readonly questionVector: Vector;
  /** What embedding it took. */
  readonly embedding: ModelUse;
  /** What was searched by words. */
  readonly terms: readonly string[];
  /** Best first: live, and the caller may read each of them. */
  readonly passages: readonly Passage[];
  /** The live version and attempt of each passage's document. */
  readonly attempts: ReadonlyMap<string, Attempt>;
  readonly traces: readonly CandidateTrace[];
  /** The generation that was searched; nothing before the index was prepared. */
  readonly generation: IndexGeneration | undefined;
  /** Numbers of the generations that candidates were found in: the one that was searched, and no other. */
  readonly generations: readonly number[];
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<'redact' | 'embed' | 'search' | 'ledger', number>>;
}

/** Chunks asked of each side: recall grows little past it, and one read of the ledger covers as many documents. */
export const RETRIEVAL_DEPTH = 100;

/**
 * Finds passages for a question: redacts it, searches by words and by meaning, each filtered by tenant and access, fuses
 * the two, and lets through only what the ledger says is live and readable now. Either layer of access alone suffices.
 * Both searches read one generation, also when another begins to serve in between.
 *
 * @throws PipelineFailure `DetectorUnavailable`, `DependencyUnavailable`, `ModelThrottled`, or `IndexMismatch` when the
 *   index holds vectors of another embedder.
 */
export async function retrievePassages(
  request: RetrievalRequest,
  ports: RetrievalPorts,
  signal: AbortSignal,
): Promise<Retrieval> {
  const { caller, limit, collections, depth = RETRIEVAL_DEPTH } = request;
  const watch = stopwatch(ports.clock);
  const [{ question, terms }, generation] = await Promise.all([
    redactQuestion(request, ports, signal),
    request.generation ?? generationToSearch(ports, signal),
  ]);
  const redact = watch();
  const { vectors, tokens } = await meteredEmbedding(ports.embedder, [question], 'query', signal);
  const [questionVector = []] = vectors;
  const embed = watch();
  const scope = { tenantId: caller.tenantId, principals: principalsOf(caller), collections, limit: depth, generation };
  const { lexical, vector } = await searchSides(request, terms, questionVector, scope, ports, signal);
  const fused = fuse({ lexical: lexical.map(rankedHit), vector: vector.map(rankedHit) }, ports.calibration.fusion);
  const search = watch();
  const hits = new Map([...lexical, ...vector].map((hit) => [hit.chunk.chunkId, hit.chunk]));
  const records = await readRecords(
    caller.tenantId,
    [...hits.values()].map(({ documentId }) => documentId),
    ports.ledger,
    signal,
  );
  const { passages, traces } = admitHits(fused, hits, records, caller, limit);
  const attempts = new Map([...records.values()].flatMap(liveAttempt));
  const generations = [...new Set([...lexical, ...vector].map((hit) => hit.generation))];
  const timings = { redact, embed, search, ledger: watch() };
  noteDuration(timings, ports.metrics);
  const embedding = { model: ports.embedder.modelId, calls: 1, inputTokens: tokens, outputTokens: 0 };
  return { question, questionVector, embedding, terms, passages, attempts, traces, generation, generations, timings };
}

function noteDuration({ redact, embed, search, ledger }: Retrieval['timings'], metrics: Metrics): void {
  const milliseconds = redact + embed + search + ledger;
  const isSlow = milliseconds > LIMITS.retrievalMilliseconds;
  metrics.emit({ RetrievalsTimed: 1, RetrievalsSlow: isSlow ? 1 : 0, RetrievalDuration: milliseconds });
}

/** @throws PipelineFailure `IndexMismatch`: vectors of two embedders compare, and what is near then means nothing. */
async function generationToSearch(
  { index, fingerprint }: RetrievalPorts,
  signal: AbortSignal,
): Promise<IndexGeneration | undefined> {
  const [generation, embedder] = await Promise.all([index.serving(signal), fingerprint()]);
  if (generation === undefined || takesVectorsOf(generation, embedder)) return generation;
  throw new PipelineFailure('IndexMismatch', 'the index holds vectors of another embedding model', {
    details: { stored: generation.fingerprint.modelId, configured: embedder.modelId },
  });
}

async function searchSides(
  { side }: RetrievalRequest,
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

/** Milliseconds since it was asked last. */
function stopwatch({ now }: Clock): () => number {
  let last = now();
  return () => {
    const before = last;
    last = now();
    return last - before;
  };
}
