import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentStore, ObjectState, UploadForm, UploadLimits } from '../../ports/document-store.ts';
import { awsCall, type CallOptions, errorName, httpStatus } from './aws-call.ts';
import { deleteVersions } from './delete-versions.ts';
import { attributesOf, objectMetadataOf } from './object-metadata.ts';
import { type ObjectBody, readObjectBody } from './read-object-body.ts';

export interface S3DocumentStoreOptions {
  readonly client: S3Client;
  /** It keeps versions; the role may list it, or S3 reports a missing key as forbidden. */
  readonly bucket: string;
  readonly clock: Clock;
}

export function s3DocumentStore({ client, bucket, clock }: S3DocumentStoreOptions): DocumentStore {
  const at = (key: string) => ({ Bucket: bucket, Key: key });
  return {
    bucket,
    head: (key, signal) =>
      awsCall('S3 did not say what the key holds', signal, (options) => head(client, at(key), options)),

    read: async (key, versionId, maxBytes, signal) =>
      awsCall('S3 did not serve the document', signal, async (options) => {
        const body = await openVersion(client, { ...at(key), VersionId: versionId }, options);
        return readObjectBody(body, maxBytes);
      }),

    write: (key, bytes, attributes = {}, signal) =>
      awsCall('S3 did not take the document', signal, async (options) => {
        const put = new PutObjectCommand({ ...at(key), Body: bytes, Metadata: objectMetadataOf(attributes) });
        const { VersionId } = await client.send(put, options);
        return { versionId: versioned(VersionId) };
      }),

    remove: (key, signal) =>
      awsCall('S3 did not remove the document', signal, (options) => deleteVersions(client, bucket, key, options)),

    list: (prefix, after, signal) =>
      awsCall('S3 did not list the documents', signal, async (options) => {
        const page = { Bucket: bucket, Prefix: prefix, StartAfter: after };
        const { Contents = [] } = await client.send(new ListObjectsV2Command(page), options);
        return Contents.flatMap(({ Key }) => Key ?? []);
      }),

    presignUpload: (key, limits, signal) =>
      awsCall('the upload could not be signed', signal, () => presign(client, at(key), limits, clock)),
  };
}

interface ObjectKey {
  readonly Bucket: string;
  readonly Key: string;
}

async function head(client: S3Client, object: ObjectKey, options: CallOptions): Promise<ObjectState> {
  try {
    const found = await client.send(new HeadObjectCommand(object), options);
    const { VersionId, ContentLength = 0, Metadata, LastModified } = found;
    const modifiedAt = LastModified?.toISOString();
    const attributes = attributesOf(Metadata);
    return { state: 'present', versionId: versioned(VersionId), bytes: ContentLength, ...attributes, modifiedAt };
  } catch (cause) {
    // A delete marker answers so as well.
    if (httpStatus(cause) === 404) return { state: 'absent' };
    throw cause;
  }
}

async function openVersion(
  client: S3Client,
  version: ObjectKey & { readonly VersionId: string },
  options: CallOptions,
): Promise<ObjectBody> {
  try {
    const { Body } = await client.send(new GetObjectCommand(version), options);
    if (Body !== undefined) return Body;
  } catch (cause) {
    // 405 is a delete marker's version, InvalidArgument an id that was never one of this key's.
    if (![404, 405].includes(httpStatus(cause)) && errorName(cause) !== 'InvalidArgument') throw cause;
  }
  throw new PipelineFailure('Superseded', 'this version of the document is no longer there');
}

/** A document's identity rests on its version, so a bucket without versions is a mistake in the deployment. */
function versioned(versionId: string | undefined): string {
  if (versionId !== undefined) return versionId;
  throw new PipelineFailure('DependencyUnavailable', 'the document bucket keeps no versions');
}

/** The signed policy lists every field, so that a client can neither change one nor add an access list of its own. */
async function presign(
  client: S3Client,
  object: ObjectKey,
  { maxBytes, expiresInSeconds, ...attributes }: UploadLimits,
  clock: Clock,
): Promise<UploadForm> {
  // S3 replaces this by the name of the client's file, whatever the policy says of the rest of the key.
  if (object.Key.includes('${' + 'filename}')) {
    throw new PipelineFailure('KeyInvalid', 'the object key holds a variable of S3');
  }
  const expiresAt = new Date(clock.now() + expiresInSeconds * 1_000).toISOString();
  const { url, fields } = await createPresignedPost(client, {
    ...object,
    Conditions: [['content-length-range', 1, maxBytes]],
    Fields: Object.fromEntries(
      Object.entries(objectMetadataOf(attributes)).map(([name, value]) => [`x-amz-meta-${name}`, value]),
    ),
    Expires: expiresInSeconds,
  });
  return { url, fields, expiresAt };
}
