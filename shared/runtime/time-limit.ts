import { PipelineFailure } from '../domain/failures.ts';
import type { Clock } from '../ports/clock.ts';

/**
 * Gives a call so many milliseconds and aborts it then, also one that does not heed its signal.
 *
 * @throws PipelineFailure `DependencyUnavailable` when the time is up; the signal's reason when the caller gave up.
 */
export async function withTimeLimit<T>(
  call: (signal: AbortSignal) => Promise<T>,
  milliseconds: number,
  clock: Clock,
  signal?: AbortSignal,
): Promise<T> {
  const over = new AbortController();
  const ended = new AbortController();
  const either = AbortSignal.any([over.signal, ...(signal ? [signal] : [])]);
  const timeUp = clock.sleep(milliseconds, AbortSignal.any([ended.signal, either])).then(() => {
    const failure = new PipelineFailure('DependencyUnavailable', 'a part of the service took too long');
    over.abort(failure);
    throw failure;
  });
  timeUp.catch(() => undefined); // When the call ends first, or the caller leaves, nobody looks at this.
  try {
    const answer = call(either);
    answer.catch(() => undefined); // Nor at a call that fails once its time is up.
    return await Promise.race([answer, timeUp]);
  } finally {
    ended.abort();
  }
}
