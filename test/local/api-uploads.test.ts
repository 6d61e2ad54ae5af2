import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { UploadResponseSchema } from '#shared/contracts/api.ts';
import { ANA, BOB } from '../doubles/access-scene.ts';
import { apiStack, MAX_DOCUMENT_BYTES } from '../doubles/api-stack.ts';

let api: Awaited<ReturnType<typeof apiStack>>;

beforeAll(async () => {
  api = await apiStack();
  await api.declare('acme', 'letters', ['everyone-in-tenant']);
});
afterAll(() => api.close());

let file = 0;
let path = '';
beforeEach(() => {
  file += 1;
  path = `2026/letter-${file}.txt`;
});

const TEXT = 'The harbour master confirms that the lease of berth nine runs until August.';
const keyOf = (name: string) => `tenants/acme/letters/${name}`;

/** Asks for a form as Ana. */
async function formFor(changes: object = {}) {
  const body = { collection: 'letters', path, bytes: TEXT.length, ...changes };
  const answer = await api.as(ANA, { method: 'POST', path: '/v1/documents', body });
  expect(answer.status).toBe(201);
  return UploadResponseSchema.parse(answer.json);
}

/** Fills the form in as a browser does, and sends it. */
async function post(url: string, fields: Readonly<Record<string, string>>, content: string | undefined = TEXT) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', new Blob([content]), 'letter.txt');
  const response = await fetch(url, { method: 'POST', body: form });
  const said = await response.text();
  await api.stack.settled();
  return { status: response.status, type: response.headers.get('content-type'), said };
}

it('a file that is posted with its form becomes a document', async () => {
  const { documentId, url, fields } = await formFor();

  const posted = await post(url, fields);

  expect(posted.status).toBe(204);
  expect((await api.as(BOB, { path: `/v1/documents/${documentId}` })).json).toMatchObject({ status: 'published' });
  const search = { method: 'POST', path: '/v1/search', body: { query: 'lease of berth nine' } };
  expect((await api.as(BOB, search)).text).toContain(documentId);
});

it('the access that was asked for goes with the file, and the form cannot change it', async () => {
  const { documentId, url, fields } = await formFor({ access: 'group:finance' });

  await post(url, { ...fields, access: 'everyone-in-tenant', 'x-amz-meta-affidavit-acl': 'everyone-in-tenant' });

  expect((await api.as(ANA, { path: `/v1/documents/${documentId}` })).status).toBe(200);
  expect((await api.as(BOB, { path: `/v1/documents/${documentId}` })).status).toBe(404);
});

const PROBLEM = 'application/problem+json';

it.each<[string, (fields: Record<string, string>) => Record<string, string>]>([
  ['another signature', (fields) => ({ ...fields, signature: 'AAAA' })],
  ['no signature', ({ signature: _signature, ...fields }) => fields],
  ['another key', (fields) => ({ ...fields, key: 'tenants/globex/letters/x.txt' })],
  ['another policy', (fields) => ({ ...fields, policy: policyOf({ key: 'tenants/globex/letters/x.txt' }) })],
  ['a policy that is no JSON', (fields) => ({ ...fields, policy: 'AAAA' })],
])('a form with %s puts nothing anywhere', async (_what, change) => {
  const { url, fields } = await formFor();

  const posted = await post(url, change(fields));

  expect(posted).toMatchObject({ status: 403, type: PROBLEM });
  expect(await api.stack.ports.store.head(keyOf(path))).toEqual({ state: 'absent' });
  expect(await api.stack.ports.store.list('tenants/globex/')).toEqual([]);
});

it('a form that has expired puts nothing anywhere', async () => {
  const { url, fields } = await formFor();
  const { bucket } = api.stack.ports.store;
  const expired = api.stack.ports.uploads.sign(bucket, keyOf(path), { maxBytes: 1_000, expiresInSeconds: -1 });

  const posted = await post(url, { ...fields, ...expired.fields });

  expect(posted).toMatchObject({ status: 403, type: PROBLEM });
  expect(await api.stack.ports.store.head(keyOf(path))).toEqual({ state: 'absent' });
});

it.each([
  ['a little', MAX_DOCUMENT_BYTES + 1],
  ['far', 4 * 1024 * 1024],
])(
  'a file that is %s over the limit is refused, whatever was said before, and the client hears why',
  async (_far, bytes) => {
    const { url, fields } = await formFor();

    const posted = await post(url, fields, 'x'.repeat(bytes));

    expect(posted).toMatchObject({ status: 413, type: PROBLEM });
    expect(posted.said).toContain('DocumentTooLarge');
    expect(await api.stack.ports.store.head(keyOf(path))).toEqual({ state: 'absent' });
  },
);

it.each<[string, RequestInit]>([
  ['no form', { body: 'hello', headers: { 'content-type': 'text/plain' } }],
  [
    'a form without an end',
    { body: '--x\r\nContent-', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
  ],
  ['a form without a file', { body: new URLSearchParams({ key: 'x' }) }],
  ['nothing', {}],
])('%s is answered by a problem, and the service stays up', async (_what, init) => {
  const { url } = await formFor();

  const response = await fetch(url, { method: 'POST', ...init });

  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toBe(PROBLEM);
  expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/.+/) });
  expect((await post(...(await formArguments()))).status).toBe(204);
});

async function formArguments(): Promise<[string, Readonly<Record<string, string>>]> {
  const { url, fields } = await formFor();
  return [url, fields];
}

function policyOf(grant: object): string {
  const whole = { bucket: 'local-documents', maxBytes: 1_000, expiresAt: Date.now() + 60_000, ...grant };
  return Buffer.from(JSON.stringify(whole)).toString('base64url');
}
