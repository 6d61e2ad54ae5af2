import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { readIfThere } from '#shared/runtime/read-if-there.ts';
import { fakeS3 } from '../doubles/fake-s3.ts';
import { manualClock } from '../doubles/manual-clock.ts';

const KEY = 'tenants/acme/inbox/lease.pdf';
const clock = manualClock();
const bytes = (text: string) => Buffer.from(text);

function documents(options: { readonly pageSize?: number } = {}) {
  const s3 = fakeS3(options);
  return { s3, store: s3DocumentStore({ client: s3.client, bucket: 'documents', clock }) };
}

describe('s3DocumentStore', () => {
  it('asks S3 for the state of the key, with the access list of its metadata', async () => {
    const { store } = documents();
    const { versionId } = await store.write(KEY, bytes('lease'), { access: 'group:finance' });

    const modifiedAt = '2026-01-01T00:00:00.000Z'; // What the double of S3 says.
    expect(await store.head(KEY)).toEqual({
      modifiedAt,
      state: 'present',
      versionId,
      bytes: 5,
      access: 'group:finance',
    });
  });

  it('takes a delete marker for an absent object', async () => {
    const { s3, store } = documents();
    await store.write(KEY, bytes('lease'));
    s3.addDeleteMarker(KEY);

    expect(await store.head(KEY)).toEqual({ state: 'absent' });
  });

  it('does not take a refusal for an absent object, which would delete the document', async () => {
    const { s3, store } = documents();
    s3.mock.on(HeadObjectCommand).rejects(serviceFault('Forbidden', 403));

    await expect(store.head(KEY)).rejects.toMatchObject({
      name: 'DependencyUnavailable',
      details: { error: 'Forbidden', status: 403 },
    });
  });

  it('knows no document in a bucket that keeps no versions, for all of them would be the same one', async () => {
    const { s3, store } = documents();
    s3.mock.on(HeadObjectCommand).resolves({ ContentLength: 5 }).on(PutObjectCommand).resolves({});
    const failure = { name: 'DependencyUnavailable', message: 'the document bucket keeps no versions' };

    await expect(store.head(KEY)).rejects.toMatchObject(failure);
    await expect(store.write(KEY, bytes('lease'))).rejects.toMatchObject(failure);
  });

  it('stops reading a body past the size limit, whatever size was told before', async () => {
    const { store } = documents();
    const { versionId } = await store.write(KEY, bytes('twelve bytes'));

    await expect(store.read(KEY, versionId, 11)).rejects.toMatchObject({ name: 'DocumentTooLarge' });
    expect(Buffer.from(await store.read(KEY, versionId, 12)).toString()).toBe('twelve bytes');
  });

  it.each([
    ['NoSuchVersion', 404],
    ['MethodNotAllowed', 405],
    ['InvalidArgument', 400],
  ])('says that a version is gone when S3 answers %s', async (name, status) => {
    const { s3, store } = documents();
    s3.mock.on(GetObjectCommand).rejects(serviceFault(name, status));

    await expect(store.read(KEY, 'v1', 10)).rejects.toMatchObject({ name: 'Superseded' });
  });

  it('keeps an expired credential apart from a version that is gone', async () => {
    const { s3, store } = documents();
    s3.mock.on(GetObjectCommand).rejects(serviceFault('ExpiredToken', 400));

    await expect(store.read(KEY, 'v1', 10)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it.each([1, 2, 1_000])(
    'removes all versions and markers of a key and no sibling, in pages of %i',
    async (pageSize) => {
      const { s3, store } = documents({ pageSize });
      for (const text of ['one', 'two', 'three']) await store.write(KEY, bytes(text));
      s3.addDeleteMarker(KEY);
      await store.write(`${KEY}.bak`, bytes('kept'));
      await store.write(KEY, bytes('back again'));

      await store.remove(KEY);

      expect(s3.keysWithVersions()).toEqual([expect.stringContaining(`${KEY}.bak@`)]);
    },
  );

  it('fails when S3 answers 200 but did not delete a version', async () => {
    const { s3, store } = documents();
    await store.write(KEY, bytes('lease'));
    s3.mock.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: KEY, Code: 'InternalError', Message: KEY }] });

    const failure = await store.remove(KEY).catch((cause: unknown) => cause);

    expect(failure).toMatchObject({ name: 'DependencyUnavailable', details: { failed: 1, error: 'InternalError' } });
    expect(JSON.stringify(failure)).not.toContain('lease');
  });

  it('signs an upload of exactly this key, size and access list', async () => {
    const { store } = documents();

    const form = await store.presignUpload(KEY, { maxBytes: 99, expiresInSeconds: 60, access: 'group:finance' });

    const policy = JSON.parse(Buffer.from(form.fields['Policy'] ?? '', 'base64').toString());
    expect(policy.conditions).toEqual(
      expect.arrayContaining([
        ['content-length-range', 1, 99],
        { key: KEY },
        { bucket: 'documents' },
        { 'x-amz-meta-affidavit-acl': 'group:finance' },
      ]),
    );
    expect(form).toMatchObject({ fields: { key: KEY }, expiresAt: '2026-01-01T00:01:00.000Z' });
  });

  it('signs no key that S3 would fill in from the name of the client file', async () => {
    const { store } = documents();
    const key = 'tenants/acme/inbox/${' + 'filename}';

    await expect(store.presignUpload(key, { maxBytes: 9, expiresInSeconds: 60 })).rejects.toMatchObject({
      name: 'KeyInvalid',
    });
  });
});

describe('s3ArtifactStore', () => {
  it('encrypts text before redaction with the key of its own, and nothing else', async () => {
    const s3 = fakeS3();
    const store = s3ArtifactStore({ client: s3.client, bucket: 'artifacts', rawKeyArn: 'arn:raw' });

    await store.write('raw/acme/d1/00000.json', {});
    await store.write('pages/acme/d1/00000.json', {});

    expect(s3.puts.map(({ SSEKMSKeyId }) => SSEKMSKeyId)).toEqual(['arn:raw', undefined]);
  });

  it('removes what is under a prefix page by page, and a slash ends the prefix', async () => {
    const s3 = fakeS3({ pageSize: 2 });
    const store = s3ArtifactStore({ client: s3.client, bucket: 'artifacts' });
    for (const name of ['d1/a', 'd1/b', 'd1/c', 'd1/d', 'd1/e', 'd10/a']) await store.write(`work/${name}`, 1);

    await store.removeUnder('work/d1/');

    expect(s3.keysWithVersions()).toEqual([expect.stringContaining('work/d10/a@')]);
    await expect(store.removeUnder('work/d1')).rejects.toMatchObject({ name: 'InputInvalid' });
  });

  it.each([
    ['AccessDenied', 403],
    ['SlowDown', 503],
    ['TimeoutError', 0],
  ])('does not take %s for an artifact that is missing, which nobody asks for again', async (name, status) => {
    const s3 = fakeS3();
    const store = s3ArtifactStore({ client: s3.client, bucket: 'artifacts' });
    await store.write('pages/a.json', 'text');
    s3.mock.on(GetObjectCommand).rejects(serviceFault(name, status));

    await expect(readIfThere(store, 'pages/a.json', z.string())).rejects.toMatchObject({
      name: 'DependencyUnavailable',
      details: { error: name, status },
    });
  });

  it('fails when a body breaks off, in place of reading what came of it', async () => {
    const s3 = fakeS3();
    const store = s3ArtifactStore({ client: s3.client, bucket: 'artifacts' });
    const brokenOff = async () => {
      throw Object.assign(new Error('aborted'), { name: 'ECONNRESET' });
    };
    s3.mock.on(GetObjectCommand).resolves({ Body: { transformToString: brokenOff } } as never);

    await expect(readIfThere(store, 'pages/a.json', z.string())).rejects.toMatchObject({
      name: 'DependencyUnavailable',
      details: { error: 'ECONNRESET', status: 0 },
    });
  });

  it('tells nothing of an artifact that does not parse', async () => {
    const s3 = fakeS3();
    const store = s3ArtifactStore({ client: s3.client, bucket: 'artifacts' });
    s3.mock.on(GetObjectCommand).resolves({ Body: { transformToString: async () => 'Ana Ruiz {' } } as never);

    const failure = await store.read('pages/a.json', z.string()).catch((cause: unknown) => cause);

    expect(failure).toMatchObject({ name: 'InputInvalid', details: { key: 'pages/a.json' }, cause: undefined });
    expect(String(failure)).not.toContain('Ana');
  });
});

function serviceFault(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, message: KEY, $fault: 'client', $metadata: { httpStatusCode } });
}
