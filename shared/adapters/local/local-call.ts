import { PipelineFailure } from '../../domain/failures.ts';

/**
 * Runs `work` as a port promises: an aborted signal rejects, and what is no failure of ours becomes one.
 *
 * @throws PipelineFailure `DependencyUnavailable` for any other error; `message` says what did not work.
 */
export async function localCall<T>(
  message: string,
  signal: AbortSignal | undefined,
  work: () => T | Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof PipelineFailure) throw cause;
    throw new PipelineFailure('DependencyUnavailable', message, { cause });
  }
}
