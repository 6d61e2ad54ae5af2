import { randomUUID } from 'node:crypto';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';

/** Credentials that no server here checks; a client does not sign without any. */
export const ANY_CREDENTIALS = { region: 'eu-central-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };

/** A client of the S3 server at `endpoint`, and buckets on it that nobody has used. */
export function serviceBuckets(endpoint: string) {
  const client = new S3Client({ ...ANY_CREDENTIALS, endpoint, forcePathStyle: true });
  const emptyBucket = async ({ versioned }: { readonly versioned: boolean }): Promise<string> => {
    const Bucket = `bucket-${randomUUID()}`;
    await client.send(new CreateBucketCommand({ Bucket }));
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    if (versioned) await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    return Bucket;
  };
  return { client, emptyBucket };
}
