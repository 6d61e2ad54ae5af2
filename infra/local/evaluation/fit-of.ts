import { PipelineFailure } from '#shared/domain/failures.ts';

/**
 * A fit to what a person gave: when there is too little of it, that is the set's and no defect.
 *
 * @throws PipelineFailure `InputInvalid` in place of the RangeError by which fits say so.
 */
export function fitOf<T>(fitted: () => T): T {
  try {
    return fitted();
  } catch (cause) {
    if (cause instanceof RangeError) throw new PipelineFailure('InputInvalid', cause.message, { cause });
    throw cause;
  }
}
