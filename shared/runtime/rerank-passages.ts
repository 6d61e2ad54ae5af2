import type { Passage } from '../domain/answer.ts';
import { failureNamed, PipelineFailure } from '../domain/failures.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { CandidateTrace, RerankOutcome } from '../domain/receipt.ts';
import type { Reranker, RerankReply, RerankRequest } from '../ports/reranker.ts';
import type { AdmittedHits } from './admit-hits.ts';

export interface RerankedHits extends AdmittedHits {
  /** What came of it; nothing where no reranker is configured. */
  readonly rerank?: RerankOutcome | undefined;
  readonly uses: readonly ModelUse[];
}

interface AskedReranking extends Omit<RerankRequest, 'passages'> {
  /** Passages wanted, at most. */
  readonly limit: number;
}

/** How many candidates admission lets through: those that are shown, and those that a reranker may lift above the cut. */
export function candidatesWanted(limit: number, reranker: Reranker | undefined): number {
  return Math.max(limit, reranker?.maxPassages ?? 0);
}

/**
 * Puts candidates that the asker may read into the reranker's order, then cuts. When it fails or takes too long, they
 * stay in fused order and `rerank` says why: a search is never worse off for having one.
 *
 * @throws the signal's reason when the asker gave up, and nothing else.
 */
export async function rerankPassages(
  admitted: AdmittedHits,
  { limit, ...question }: AskedReranking,
  reranker: Reranker | undefined,
  signal: AbortSignal,
): Promise<RerankedHits> {
  if (reranker === undefined) return { ...admitted, uses: [] };
  const window = admitted.passages.slice(0, reranker.maxPassages);
  const below = admitted.passages.slice(window.length);
  const told = { model: reranker.modelId, passages: window.length };
  try {
    const reply = await scored({ ...question, passages: window }, reranker, signal);
    const order = [...window.keys()].sort((a, b) => Number(reply.scores[b]) - Number(reply.scores[a]) || a - b);
    const passages = [...order.flatMap((at) => window[at] ?? []), ...below].slice(0, limit);
    const traces = afterCut(withRanks(admitted.traces, window, order, reply), passages);
    return { passages, traces, rerank: { ...told, reranked: true }, uses: reply.uses };
  } catch (cause) {
    signal.throwIfAborted();
    const passages = admitted.passages.slice(0, limit);
    const reason = failureNamed(cause instanceof PipelineFailure ? cause.name : undefined);
    return {
      passages,
      traces: afterCut(admitted.traces, passages),
      rerank: { ...told, reranked: false, reason },
      uses: [],
    };
  }
}

/** @throws PipelineFailure `DependencyUnavailable` for a reply that does not fit: half an order is none. */
async function scored(request: RerankRequest, reranker: Reranker, signal: AbortSignal): Promise<RerankReply> {
  const reply = await reranker.rerank(request, signal);
  if (reply.scores.length === request.passages.length && reply.scores.every(Number.isFinite)) return reply;
  throw new PipelineFailure('DependencyUnavailable', 'the reranker did not score every passage');
}

function withRanks(
  traces: readonly CandidateTrace[],
  window: readonly Passage[],
  order: readonly number[],
  { scores, features }: RerankReply,
): CandidateTrace[] {
  const ranks = new Map(
    order.map((at, rank) => [
      window[at]?.chunkId,
      { rerankRank: rank + 1, rerankScore: scores[at], ...(features && { rerankFeatures: rounded(features[at]) }) },
    ]),
  );
  return traces.map((trace) => ({ ...trace, ...ranks.get(trace.chunkId) }));
}

/** What was admitted and then fell below the cut. */
function afterCut(traces: readonly CandidateTrace[], passages: readonly Passage[]): CandidateTrace[] {
  const shown = new Set(passages.map(({ chunkId }) => chunkId));
  return traces.map((trace) =>
    trace.fate === 'shown' && !shown.has(trace.chunkId) ? { ...trace, fate: 'below-cut' } : trace,
  );
}

/** Four digits tell as much as a receipt needs. */
function rounded(features: Readonly<Record<string, number>> = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(features).map(([name, value]) => [name, Math.round(value * 1e4) / 1e4]));
}
