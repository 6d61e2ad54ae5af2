import { PipelineFailure } from '../../domain/failures.ts';
import { retryAfterSeconds } from '../../domain/retry-after.ts';
import { awsCall, type CallOptions, errorName, faultDetails, httpStatus, responseHeader } from './aws-call.ts';

/**
 * Runs a call of Bedrock, once: the model's limiter says when to try again.
 *
 * @throws PipelineFailure `ModelThrottled` when a quota is used up, the model is starting or has no room, with
 * `retryAfterSeconds` when Bedrock says how long; else `DependencyUnavailable`.
 */
export function bedrockCall<T>(
  message: string,
  signal: AbortSignal | undefined,
  work: (options: CallOptions) => Promise<T>,
): Promise<T> {
  return awsCall(message, signal, async (options) => {
    try {
      return await work(options);
    } catch (cause) {
      if (!BUSY.includes(httpStatus(cause)) && !BUSY_NAMES.includes(errorName(cause))) throw cause;
      const seconds = retryAfterSeconds((name) => responseHeader(cause, name));
      const asked = seconds === undefined ? {} : { retryAfterSeconds: seconds };
      throw new PipelineFailure('ModelThrottled', message, { details: { ...faultDetails(cause), ...asked } });
    }
  });
}

const BUSY = [429, 503];

/** The same in the middle of a stream, where faults have a name and no status. */
const BUSY_NAMES = ['ThrottlingException', 'ModelNotReadyException', 'ServiceUnavailableException'];
