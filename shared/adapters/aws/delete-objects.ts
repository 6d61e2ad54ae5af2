import { DeleteObjectsCommand, type ObjectIdentifier, type S3Client } from '@aws-sdk/client-s3';
import { PipelineFailure } from '../../domain/failures.ts';
import type { CallOptions } from './aws-call.ts';

/** Most objects that one call deletes. Source: S3 API reference, DeleteObjects. */
const MAX_OBJECTS = 1_000;

/**
 * Deletes every one of these objects or versions. S3 answers 200 although some were not deleted, so each is looked at.
 *
 * @throws PipelineFailure `DependencyUnavailable` when one was not deleted; trying again is harmless.
 */
export async function deleteObjects(
  client: Pick<S3Client, 'send'>,
  bucket: string,
  objects: readonly ObjectIdentifier[],
  options: CallOptions,
): Promise<void> {
  for (let start = 0; start < objects.length; start += MAX_OBJECTS) {
    const batch = objects.slice(start, start + MAX_OBJECTS);
    const command = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: batch, Quiet: true } });
    const { Errors = [] } = await client.send(command, options);
    const [first] = Errors;
    if (first !== undefined) {
      throw new PipelineFailure('DependencyUnavailable', 'S3 did not delete every object', {
        details: { failed: Errors.length, error: first.Code ?? 'Unknown' },
      });
    }
  }
}
