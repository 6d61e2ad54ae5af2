import type { Clock } from '../ports/clock.ts';
import type { CircuitBreaker, RunOptions } from './circuit-breaker.ts';
import { QUESTION_LIMITS } from './question-limits.ts';
import { withTimeLimit } from './time-limit.ts';

export interface CallGuard extends RunOptions {
  readonly breaker: CircuitBreaker;
  readonly clock: Clock;
}

/**
 * Makes a call of a part, unless it is known to be down, and does not wait for it beyond its time (`QUESTION_LIMITS`), which
 * counts as a failure of the part.
 *
 * @throws PipelineFailure `DependencyUnavailable`, or what the call throws; the signal's reason when the caller gave up.
 */
export function guardedCall<T>(
  call: (signal: AbortSignal) => Promise<T>,
  { breaker, clock, isProof }: CallGuard,
  signal: AbortSignal | undefined,
): Promise<T> {
  return breaker.run(() => withTimeLimit(call, QUESTION_LIMITS[breaker.name], clock, signal), signal, { isProof });
}
