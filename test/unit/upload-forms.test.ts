import { describe, expect, it, onTestFinished } from 'vitest';
import { folderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { acceptUpload, uploadForms } from '#shared/adapters/local/upload-forms.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const KEY = 'tenants/acme/inbox/report.txt';
const LIMITS = { maxBytes: 5, expiresInSeconds: 60, access: 'group:finance' };

function setUp() {
  const clock = manualClock();
  const url = () => 'http://127.0.0.1:8787/uploads';
  const uploads = uploadForms({ url, secret: new Uint8Array(32).fill(1), clock });
  const others = uploadForms({ url, secret: new Uint8Array(32).fill(2), clock });
  const store = folderDocumentStore({ root: temporaryFolder(), bucket: 'documents', onChange: () => {}, uploads });
  onTestFinished(() => store.close());
  return { clock, uploads, others, store };
}

describe('uploadForms', () => {
  it('lets its holder put the one object, with the access that the server chose', async () => {
    const { store, uploads } = setUp();
    const form = await store.presignUpload(KEY, LIMITS);

    await acceptUpload(store, uploads.verify(form.fields), new Uint8Array(5));

    expect(await store.head(KEY)).toMatchObject({ state: 'present', bytes: 5, access: 'group:finance' });
  });

  it('refuses one byte more than the form allows', async () => {
    const { store, uploads } = setUp();
    const form = await store.presignUpload(KEY, LIMITS);

    const upload = acceptUpload(store, uploads.verify(form.fields), new Uint8Array(6));

    await expect(upload).rejects.toMatchObject({ name: 'DocumentTooLarge' });
    expect(await store.head(KEY)).toEqual({ state: 'absent' });
  });

  it('refuses a form from the second on in which it expires', async () => {
    const { store, uploads, clock } = setUp();
    const form = await store.presignUpload(KEY, LIMITS);
    clock.advance(59);
    expect(uploads.verify(form.fields)).toMatchObject({ key: KEY });

    clock.advance(1);

    expect(() => uploads.verify(form.fields)).toThrow(expect.objectContaining({ name: 'Forbidden' }));
  });

  it.each([
    ['names another key', { key: 'tenants/acme/inbox/other.txt' }],
    ['has another policy', { policy: Buffer.from(JSON.stringify({ key: KEY })).toString('base64url') }],
    ['has no signature', { signature: '' }],
    ['has a shorter signature', { signature: 'abc' }],
    ['has no policy', { policy: '' }],
  ])('refuses a form that %s', async (_what, change) => {
    const { store, uploads } = setUp();
    const form = await store.presignUpload(KEY, LIMITS);

    expect(() => uploads.verify({ ...form.fields, ...change })).toThrow(expect.objectContaining({ name: 'Forbidden' }));
  });

  it('refuses a form that another secret signed, and one without fields', () => {
    const { uploads, others } = setUp();
    const form = others.sign('documents', KEY, LIMITS);

    expect(() => uploads.verify(form.fields)).toThrow(expect.objectContaining({ name: 'Forbidden' }));
    expect(() => uploads.verify({})).toThrow(expect.objectContaining({ name: 'Forbidden' }));
  });

  it('refuses a form of another bucket', async () => {
    const { store, uploads } = setUp();
    const grant = uploads.verify(uploads.sign('elsewhere', KEY, LIMITS).fields);

    await expect(acceptUpload(store, grant, new Uint8Array(1))).rejects.toMatchObject({ name: 'Forbidden' });
  });
});
