import { PipelineFailure } from '../../domain/failures.ts';

/** The options that let a signal stop an SDK call. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal;
}

/**
 * Runs `work` as a port promises: an aborted signal rejects, and what is no failure of ours becomes one.
 *
 * @throws PipelineFailure `DependencyUnavailable` for any other error; `message` says what did not work.
 */
export async function awsCall<T>(
  message: string,
  signal: AbortSignal | undefined,
  work: (options: CallOptions) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  try {
    return await work(signal ? { abortSignal: signal } : {});
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof PipelineFailure) throw cause;
    throw new PipelineFailure('DependencyUnavailable', message, { details: faultDetails(cause) });
  }
}

/**
 * What may be told of a service's error: its name and HTTP status. Its message, its body and so the error itself stay
 * behind, because they repeat keys and fields of what was sent.
 */
export function faultDetails(cause: unknown): { readonly error: string; readonly status: number } {
  const error = errorName(cause);
  return { error: /^[\w.:-]{1,100}$/.test(error) ? error : 'Unknown', status: httpStatus(cause) };
}

/** The HTTP status by which an AWS service failed; 0 when it never answered. */
export function httpStatus(cause: unknown): number {
  const metadata = property(cause, '$metadata');
  const status = property(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : 0;
}

/** A header of the response by which an AWS service failed; the SDK hangs it on the error. `name` in lower case. */
export function responseHeader(cause: unknown, name: string): string | undefined {
  const value = property(property(property(cause, '$response'), 'headers'), name);
  return typeof value === 'string' ? value : undefined;
}

/** The name under which an AWS service reports an error. */
export function errorName(cause: unknown): string {
  return cause instanceof Error ? cause.name : 'Unknown';
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
