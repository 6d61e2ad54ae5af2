import { ListObjectVersionsCommand, type ListObjectVersionsCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { CallOptions } from './aws-call.ts';
import { deleteObjects } from './delete-objects.ts';

/** Deletes every version and delete marker of exactly this key. A listing goes by prefix, so siblings are in it too. */
export async function deleteVersions(
  client: Pick<S3Client, 'send'>,
  bucket: string,
  key: string,
  options: CallOptions,
): Promise<void> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    page = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: key,
        KeyMarker: page?.NextKeyMarker,
        VersionIdMarker: page?.NextVersionIdMarker,
      }),
      options,
    );
    const entries = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    const own = entries.filter((entry) => entry.Key === key);
    await deleteObjects(
      client,
      bucket,
      own.map(({ VersionId }) => ({ Key: key, VersionId })),
      options,
    );
    // Listings are in the order of keys: once a page goes on with another key, this one is done.
  } while (page.IsTruncated === true && page.NextKeyMarker === key);
}
