import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { PipelineFailure } from '../../domain/failures.ts';
import { parsedJson } from '../../domain/parsed-json.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import { awsCall, type CallOptions, httpStatus } from './aws-call.ts';
import { deleteObjects } from './delete-objects.ts';

export interface S3ArtifactStoreOptions {
  readonly client: Pick<S3Client, 'send'>;
  readonly bucket: string;
  /** ARN of the KMS key for what is under `raw/`; the bucket's own key without it. */
  readonly rawKeyArn?: string | undefined;
}

/** Artifacts as JSON in a bucket that keeps no versions: what is removed is gone. */
export function s3ArtifactStore({ client, bucket, rawKeyArn }: S3ArtifactStoreOptions): ArtifactStore {
  return {
    read: async (key, schema, signal) => {
      const text = await awsCall('S3 did not serve the artifact', signal, (options) =>
        readText(client, { Bucket: bucket, Key: key }, options),
      );
      const parsed = schema.safeParse(parsedJson(text ?? 'null'));
      if (parsed.success) return parsed.data;
      throw new PipelineFailure('InputInvalid', 'the artifact is missing or not of the expected shape', {
        details: { key },
      });
    },

    write: (key, value, signal) =>
      awsCall('S3 did not take the artifact', signal, async (options) => {
        const encryption =
          rawKeyArn !== undefined && key.startsWith('raw/')
            ? ({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: rawKeyArn } as const)
            : {};
        const body = { Body: JSON.stringify(value), ContentType: 'application/json' };
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, ...body, ...encryption }), options);
      }),

    removeUnder: (prefix, signal) =>
      awsCall('S3 did not remove the artifacts', signal, async (options) => {
        if (!prefix.endsWith('/')) throw new PipelineFailure('InputInvalid', 'a prefix to remove ends in a slash');
        await removeUnder(client, bucket, prefix, options);
      }),

    folders: (prefix, after, signal) =>
      awsCall('S3 did not list the artifacts', signal, async (options) => {
        if (!prefix.endsWith('/')) throw new PipelineFailure('InputInvalid', 'a prefix to list ends in a slash');
        return foldersUnder(
          client,
          { Bucket: bucket, Prefix: prefix, StartAfter: after && pastFolder(after) },
          options,
        );
      }),
  };
}

/** Nothing when there is no such object. */
async function readText(
  client: Pick<S3Client, 'send'>,
  object: { readonly Bucket: string; readonly Key: string },
  options: CallOptions,
): Promise<string | undefined> {
  try {
    const { Body } = await client.send(new GetObjectCommand(object), options);
    return await Body?.transformToString();
  } catch (cause) {
    if (httpStatus(cause) === 404) return undefined;
    throw cause;
  }
}

async function removeUnder(
  client: Pick<S3Client, 'send'>,
  bucket: string,
  prefix: string,
  options: CallOptions,
): Promise<void> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token });
    const page = await client.send(command, options);
    const keys = (page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
    await deleteObjects(client, bucket, keys, options);
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

/** A page of them; one of objects alone is passed over, for an empty page means the end. */
async function foldersUnder(
  client: Pick<S3Client, 'send'>,
  listing: { readonly Bucket: string; readonly Prefix: string; readonly StartAfter: string | undefined },
  options: CallOptions,
): Promise<string[]> {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({ ...listing, Delimiter: '/', ContinuationToken: token });
    const { CommonPrefixes = [], NextContinuationToken } = await client.send(command, options);
    const folders = CommonPrefixes.flatMap(({ Prefix }) => Prefix ?? []);
    if (folders.length > 0) return folders;
    token = NextContinuationToken;
  } while (token !== undefined);
  return [];
}

/** Where the keys of a folder end: `0` is the character after `/`, and S3 would name the folder again for any before it. */
function pastFolder(folder: string): string {
  return `${folder.slice(0, -1)}0`;
}
