import { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';

interface Version {
  readonly Key: string;
  readonly VersionId: string;
  /** Absent for a delete marker. */
  readonly body?: Buffer;
  readonly metadata?: Record<string, string> | undefined;
  readonly at?: Date;
}

/**
 * As much of S3 as the stores use: versions, delete markers, listings in pages of `pageSize`. `puts` are the requests
 * that wrote. The client signs with invented credentials and reaches no network.
 */
export function fakeS3({ pageSize = 1_000 }: { readonly pageSize?: number } = {}) {
  const client = new S3Client({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'invented' },
  });
  const mock = mockClient(client);
  /** Newest first within a key. */
  let versions: Version[] = [];
  const puts: PutObjectCommandInput[] = [];

  const add = (version: Omit<Version, 'VersionId'>) => {
    const VersionId = `v${versions.length + puts.length + 1}`;
    versions = [{ ...version, VersionId }, ...versions].sort((a, b) => byBytes(a.Key, b.Key));
    return { VersionId };
  };
  const current = (key: string | undefined) => versions.find((version) => version.Key === key);
  const currentKeys = () => [...new Set(versions.map(({ Key }) => Key))].filter((key) => current(key)?.body);

  mock.on(PutObjectCommand).callsFake((input) => {
    puts.push(input);
    return add({
      Key: input.Key,
      body: Buffer.from(input.Body),
      metadata: input.Metadata,
      at: new Date(Date.UTC(2026, 0, 1)),
    });
  });
  mock.on(HeadObjectCommand).callsFake(({ Key }) => {
    const version = current(Key);
    if (version?.body === undefined) throw fault('NotFound', 404);
    return {
      VersionId: version.VersionId,
      ContentLength: version.body.length,
      Metadata: version.metadata,
      LastModified: version.at,
    };
  });
  mock.on(GetObjectCommand).callsFake(({ Key, VersionId }) => {
    const version = VersionId ? versions.find((one) => one.Key === Key && one.VersionId === VersionId) : current(Key);
    if (version === undefined) throw fault(VersionId ? 'NoSuchVersion' : 'NoSuchKey', 404);
    if (version.body === undefined) throw fault('MethodNotAllowed', 405);
    return { Body: bodyOf(version.body) };
  });
  mock.on(ListObjectsV2Command).callsFake(({ Prefix = '', Delimiter, StartAfter = '', ContinuationToken }) => {
    const keys = currentKeys().filter((key) => key.startsWith(Prefix) && byBytes(key, StartAfter) > 0);
    // What holds the delimiter after the prefix is rolled up, and counts once.
    const rolledUp = (key: string) => key.slice(0, key.indexOf(Delimiter, Prefix.length) + 1);
    const isRolledUp = (key: string) => Delimiter !== undefined && key.includes(Delimiter, Prefix.length);
    const entries = [...new Set(keys.map((key) => (isRolledUp(key) ? rolledUp(key) : key)))].sort(byBytes);
    const rest = entries.filter((entry) => ContinuationToken === undefined || byBytes(entry, ContinuationToken) > 0);
    const shown = rest.slice(0, pageSize);
    const next = rest.length > pageSize ? { NextContinuationToken: shown.at(-1) } : {};
    const [folders, objects] = [shown.filter(isRolledUp), shown.filter((entry) => !isRolledUp(entry))];
    return {
      Contents: objects.map((Key) => ({ Key })),
      CommonPrefixes: folders.map((one) => ({ Prefix: one })),
      ...next,
    };
  });
  mock.on(ListObjectVersionsCommand).callsFake(({ Prefix, KeyMarker, VersionIdMarker }) => {
    const under = versions.filter(({ Key }) => Key.startsWith(Prefix));
    const after = under.findIndex(({ Key, VersionId }) => Key === KeyMarker && VersionId === VersionIdMarker);
    // A marker that was deleted meanwhile stands where it stood: what is left after it comes next.
    const rest =
      KeyMarker === undefined || after >= 0
        ? under.slice(after + 1)
        : under.filter(({ Key }) => byBytes(Key, KeyMarker) >= 0);
    const shown = rest.slice(0, pageSize);
    const last = shown.at(-1);
    return {
      Versions: shown.filter(({ body }) => body !== undefined),
      DeleteMarkers: shown.filter(({ body }) => body === undefined),
      IsTruncated: rest.length > pageSize,
      NextKeyMarker: last?.Key,
      NextVersionIdMarker: last?.VersionId,
    };
  });
  mock.on(DeleteObjectsCommand).callsFake(({ Delete }) => {
    for (const { Key, VersionId } of Delete.Objects) {
      versions = versions.filter((one) => one.Key !== Key || (VersionId !== undefined && one.VersionId !== VersionId));
    }
    return {};
  });

  return {
    client,
    mock,
    puts,
    /** What a plain DELETE leaves. */
    addDeleteMarker: (Key: string) => add({ Key }),
    keysWithVersions: () => versions.map(({ Key, VersionId }) => `${Key}@${VersionId}`),
  };
}

/** The order in which S3 lists keys. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function fault(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });
}

/** In pieces of 4 bytes, as a body may come. */
function bodyOf(bytes: Buffer) {
  const parts = Array.from({ length: Math.ceil(bytes.length / 4) }, (_, at) => bytes.subarray(at * 4, at * 4 + 4));
  return {
    transformToString: async () => bytes.toString('utf8'),
    transformToWebStream: () => Readable.toWeb(Readable.from(parts)),
  };
}
