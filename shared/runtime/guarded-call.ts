import type { Clock } from '../ports/clock.ts';
import type { CircuitBreaker, RunOptions } from './circuit-breaker.ts';
import { withTimeLimit } from './time-limit.ts';

export interface CallGuard extends RunOptions {
  readonly breaker: CircuitBreaker;
  readonly clock: Clock;
  /** That one call may take. */
  readonly milliseconds: number;
}

/**
 * Makes a call of a part, unless it is known to be down, and does not wait for it beyond its time, which counts as a
 * failure of the part.
 *
 * @throws PipelineFailure `DependencyUnavailable`, or what the call throws; the signal's reason when the caller gave up.
 */
export function guardedCall<T>(
  call: (signal: AbortSignal) => Promise<T>,
  { breaker, clock, milliseconds, isProof }: CallGuard,
  signal: AbortSignal | undefined,
): Promise<T> {
  return breaker.run(() => withTimeLimit(call, milliseconds, clock, signal), signal, { isProof });
}
