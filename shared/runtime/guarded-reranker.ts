import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Reranker } from '../ports/reranker.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import { guardedCall } from './guarded-call.ts';
import { type ModelLimiterOptions, modelLimiter } from './model-limiter.ts';
import { QUESTION_LIMITS } from './question-limits.ts';

export interface GuardedReranker {
  readonly reranker: Reranker | undefined;
  /** Of the reranker, where there is one. */
  readonly breakers: readonly CircuitBreaker[];
}

/** The same reranker, not asked while it is down, and not waited for beyond its time. */
export function guardedReranker(
  reranker: Reranker | undefined,
  { clock, metrics }: { readonly clock: Clock; readonly metrics: Metrics },
): GuardedReranker {
  if (reranker === undefined) return { reranker, breakers: [] };
  const breaker = circuitBreaker({ clock, metrics, name: 'reranker' });
  const guard = { breaker, clock };
  const { modelId, maxPassages } = reranker;
  const guarded: Reranker = {
    ...{ modelId, maxPassages },
    rerank: (request, signal) => guardedCall((limited) => reranker.rerank(request, limited), guard, signal),
  };
  return { reranker: guarded, breakers: [breaker] };
}

/** The same reranker, asked no faster than its model answers. */
export function limitedReranker(
  reranker: Reranker,
  options: Omit<ModelLimiterOptions, 'patienceMilliseconds'>,
): Reranker {
  const limiter = modelLimiter({ ...options, patienceMilliseconds: QUESTION_LIMITS.reranker });
  const { modelId, maxPassages } = reranker;
  return {
    ...{ modelId, maxPassages },
    rerank: (request, signal) => limiter.run(() => reranker.rerank(request, signal), signal),
  };
}
