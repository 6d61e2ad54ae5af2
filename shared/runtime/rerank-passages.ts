import { failureNamed, PipelineFailure } from '../domain/failures.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RerankOutcome } from '../domain/receipt.ts';
import type { Reranker, RerankReply, RerankRequest } from '../ports/reranker.ts';
import type { AdmittedHit } from './admit-hits.ts';

export interface RerankedHits {
  /** Best first. */
  readonly admitted: readonly AdmittedHit[];
  /** What came of it; nothing where no reranker is configured. */
  readonly rerank?: RerankOutcome | undefined;
  readonly uses: readonly ModelUse[];
}

/**
 * Puts the best candidates, which the asker may read, into the reranker's order; those that it does not look at follow.
 * When it fails or takes too long, all stay in fused order and `rerank` says why: a search is never worse off for having
 * one.
 *
 * @throws the signal's reason when the asker gave up, and nothing else.
 */
export async function rerankPassages(
  admitted: readonly AdmittedHit[],
  question: Omit<RerankRequest, 'passages'>,
  reranker: Reranker | undefined,
  signal: AbortSignal,
): Promise<RerankedHits> {
  if (reranker === undefined) return { admitted, uses: [] };
  const window = admitted.slice(0, reranker.maxPassages);
  const told = { model: reranker.modelId, passages: window.length };
  // Nobody is asked about nothing: an answer to that would tell a circuit that the reranker is well.
  if (window.length === 0) return { admitted, rerank: { ...told, reranked: true }, uses: [] };
  try {
    const passages = window.map(({ passage }) => passage);
    const reply = await scored({ ...question, passages }, reranker, signal);
    const reranked = [...reorder(window, reply), ...admitted.slice(window.length)];
    return { admitted: reranked, rerank: { ...told, reranked: true }, uses: reply.uses };
  } catch (cause) {
    signal.throwIfAborted();
    const reason = failureNamed(cause instanceof PipelineFailure ? cause.name : undefined);
    return { admitted, rerank: { ...told, reranked: false, reason }, uses: [] };
  }
}

/** @throws PipelineFailure `DependencyUnavailable` for a reply that does not fit: half an order is none. */
async function scored(request: RerankRequest, reranker: Reranker, signal: AbortSignal): Promise<RerankReply> {
  const reply = await reranker.rerank(request, signal);
  if (reply.scores.length === request.passages.length && reply.scores.every(Number.isFinite)) return reply;
  throw new PipelineFailure('DependencyUnavailable', 'the reranker did not score every passage');
}

/** By score, equals as they were; each with its place and what its score is made of. */
function reorder(window: readonly AdmittedHit[], { scores, features }: RerankReply): AdmittedHit[] {
  const order = [...window.entries()].sort(([a], [b]) => Number(scores[b]) - Number(scores[a]) || a - b);
  return order.map(([at, each], rank) => {
    const made = features && { rerankFeatures: rounded(features[at]) };
    return { ...each, hit: { ...each.hit, rerankRank: rank + 1, rerankScore: scores[at], ...made } };
  });
}

/** Four digits tell as much as a receipt needs. */
function rounded(features: Readonly<Record<string, number>> = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(features).map(([name, value]) => [name, Math.round(value * 1e4) / 1e4]));
}
