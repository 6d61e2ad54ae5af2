import { PipelineFailure } from '../../domain/failures.ts';
import { awsCall, type CallOptions, faultDetails, httpStatus } from './aws-call.ts';

/**
 * Runs a call of Bedrock. The SDK tries again by itself; what still fails is for the caller to wait for.
 *
 * @throws PipelineFailure `ModelThrottled` when a quota is used up or the model is starting, else `DependencyUnavailable`.
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
      // 429 covers ThrottlingException and ModelNotReadyException.
      if (httpStatus(cause) !== 429) throw cause;
      throw new PipelineFailure('ModelThrottled', message, { details: faultDetails(cause) });
    }
  });
}
