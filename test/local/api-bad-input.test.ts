import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AnswerResponse, SearchResponse } from '#shared/contracts/api.ts';
import { MAX_BODY_BYTES, MAX_QUESTION_LENGTH, type Problem } from '#shared/contracts/api.ts';
import { failureTraits } from '#shared/domain/failures.ts';
import { ANA, accessScene } from '../doubles/access-scene.ts';
import { type ApiRequest, apiStack, MAX_DOCUMENT_BYTES, send } from '../doubles/api-stack.ts';

let api: Awaited<ReturnType<typeof apiStack>>;

beforeAll(async () => {
  api = await apiStack();
  await accessScene(api);
});
afterAll(() => api.close());

afterEach(async () => {
  expect(api.problems).toEqual([]);
  expect((await send(api.stack.address, { path: '/v1/health' })).status).toBe(200);
});

const ask = (question: unknown): ApiRequest => ({ method: 'POST', path: '/v1/answers', body: { question } });
const search = (query: string): ApiRequest => ({ method: 'POST', path: '/v1/search', body: { query } });
const upload = (changes: object): ApiRequest => ({
  method: 'POST',
  path: '/v1/documents',
  body: { collection: 'handbook', path: 'a.txt', bytes: 10, ...changes },
});
const raw = (body: string, type = 'application/json'): ApiRequest => ({
  method: 'POST',
  path: '/v1/answers',
  body,
  headers: { 'content-type': type },
});

describe('a request that cannot be read is answered by a problem that says what to do', () => {
  it.each<[string, ApiRequest, number, string]>([
    ['malformed JSON', raw('{"question": '), 400, 'InputInvalid'],
    ['no body', raw(''), 400, 'InputInvalid'],
    ['a body that is no object', raw('[]'), 400, 'InputInvalid'],
    ['another content type', raw('{"question":"x"}', 'text/plain'), 400, 'InputInvalid'],
    ['a form', raw('question=x', 'application/x-www-form-urlencoded'), 400, 'InputInvalid'],
    ['an unknown field', { ...ask('x'), body: { question: 'x', tenantId: 'globex' } }, 400, 'InputInvalid'],
    ['a field of the prototype', raw('{"question":"x","constructor":{}}'), 400, 'InputInvalid'],
    ['an empty question', ask(''), 400, 'InputInvalid'],
    ['a question of spaces', ask(' \n\t\u3000 '), 400, 'InputInvalid'],
    ['a question that is no text', ask({ $ne: null }), 400, 'InputInvalid'],
    ['a question that is too long', ask('x'.repeat(MAX_QUESTION_LENGTH + 1)), 400, 'InputInvalid'],
    ['a body over the limit', ask('x'.repeat(MAX_BODY_BYTES)), 413, 'PayloadTooLarge'],
    ['a question of 1 MB', ask('x'.repeat(1024 * 1024)), 413, 'PayloadTooLarge'],
    ['an unknown parameter', { path: '/v1/documents?tenant=globex' }, 400, 'InputInvalid'],
    ['a parameter of the prototype', { path: '/v1/documents?__proto__=1' }, 400, 'InputInvalid'],
    ['a limit that is none', { path: '/v1/documents?limit=-1' }, 400, 'InputInvalid'],
    ['a status that is none', { path: "/v1/documents?status=published'--" }, 400, 'InputInvalid'],
    ['an unknown path', { path: '/v1/openapiXjson' }, 404, 'NotFound'],
    ['an id that climbs', { path: '/v1/documents/..%2f..%2fkeys%2fmaster' }, 404, 'NotFound'],
    ['an id with a null byte', { path: '/v1/documents/a%00b' }, 404, 'NotFound'],
    ['an id of dots', { path: '/v1/documents/%2e%2e' }, 404, 'NotFound'],
    ['an id as long as a page', { path: `/v1/documents/${'a'.repeat(4_000)}` }, 404, 'NotFound'],
    ['a path of slashes', { path: '//' }, 404, 'NotFound'],
    ['another method', { method: 'PATCH', path: '/v1/documents' }, 405, 'MethodNotAllowed'],
    ['an upload that climbs', upload({ path: '../../globex/x.txt' }), 400, 'KeyInvalid'],
    ['an upload from the root', upload({ path: '/etc/passwd' }), 400, 'KeyInvalid'],
    ['an upload with a backslash', upload({ path: '..\\x.txt' }), 400, 'KeyInvalid'],
    ['an upload with a null byte', upload({ path: 'x\u0000.txt' }), 400, 'KeyInvalid'],
    ['an upload whose name is too long', upload({ path: 'ä'.repeat(900) }), 400, 'KeyInvalid'],
    ['an upload into a collection that climbs', upload({ collection: '../globex/handbook' }), 404, 'NotFound'],
    ['an upload over the size limit', upload({ bytes: MAX_DOCUMENT_BYTES + 1 }), 413, 'DocumentTooLarge'],
    ['an upload of nothing', upload({ bytes: 0 }), 400, 'InputInvalid'],
    ['an upload with an access that is none', upload({ access: 'everybody' }), 400, 'AccessInvalid'],
    [
      'an upload for nobody of the collection',
      upload({ collection: 'finance', access: 'user:x' }),
      400,
      'AccessInvalid',
    ],
  ])('%s', async (_what, request, status, name) => {
    const answer = await api.as(ANA, request);

    expect(answer).toMatchObject({ status, type: 'application/problem+json' });
    const problem = answer.json as Problem; // Just seen to be one.
    expect(problem).toMatchObject({ type: `urn:affidavit:failure:${name}`, status });
    expect(problem.detail).toMatch(/\w{3,}.*\./);
  });

  it('and repeats nothing of what came in', async () => {
    const texts = await Promise.all(
      [
        raw('{"question": bluebird'),
        { ...ask('x'), body: { question: 'x', bluebird: 1 } },
        upload({ path: 'bluebird/../x' }),
      ].map(async (request) => (await api.as(ANA, request)).text),
    );

    expect(texts.join()).not.toContain('bluebird');
  });

  it('a target that is no path', async () => {
    const socket = connect(Number(new URL(api.stack.address).port), '127.0.0.1');
    socket.write('GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');

    const said = await text(socket);

    expect(said).toMatch(/^HTTP\/1.1 404 /);
  });
});

describe('whatever a question holds', () => {
  const HOSTILE: readonly [string, string][] = [
    ['a quote and SQL', '" OR 1=1'],
    ['a statement', "'; DROP TABLE documents; --"],
    ['NEAR', 'NEAR('],
    ['a prefix', '*'],
    ['a column', 'col: text:canteen'],
    ['operators', 'canteen AND NOT lunch OR (^ + - ~'],
    ['an open quote', '"canteen'],
    ['a null byte', 'canteen\u0000lunch'],
    ['control characters', '\u0001\u001b[2J\u0007canteen'],
    ['a word of 2,000 letters', 'a'.repeat(MAX_QUESTION_LENGTH)],
    ['2,000 characters of words', 'ab '.repeat(MAX_QUESTION_LENGTH / 3)],
    ['half a character', '\ud800 canteen \udfff'],
    ['marks upon marks', `canteen${'\u0301'.repeat(500)}`],
    ['letters from right to left', '\u202enoitseuq a\u202c'],
    ['no width at all', '\u200b\u200d\ufeff'],
    ['letters of mathematics', '𝐰𝐡𝐞𝐧 𝐢𝐬 𝐥𝐮𝐧𝐜𝐡'],
    ['a thousand emoji', '👩‍👩‍👧'.repeat(200)],
    ['a template', '{{constructor}} %s $(id) `id` <%= 1 %>'],
    ['a slow pattern', `${'a@'.repeat(900)}!`],
    ['digits', '4'.repeat(MAX_QUESTION_LENGTH)],
  ];

  it.each(HOSTILE)('it is a question like any other: %s', async (_what, words) => {
    const answer = await api.as(ANA, ask(words));
    const found = await api.as(ANA, search(words));

    expect([answer.status, found.status]).toEqual([200, 200]);
    expect(['answered', 'no-evidence', 'unsafe']).toContain((answer.json as AnswerResponse).outcome);
    expect((found.json as SearchResponse).passages.length).toBeLessThanOrEqual(10);
  });

  it('the words beside it are still found', async () => {
    const found = await api.as(ANA, search('" OR 1=1 NEAR( canteen* lunch:noon'));

    expect((found.json as SearchResponse).passages[0]?.text).toContain('canteen');
  });
});

describe('a document that may not be taken in is recorded with what to do, and stays where it was', () => {
  it.each<[string, string, string | undefined, string, RegExp]>([
    ['of an unknown tenant', 'tenants/umbrella/inbox/a.txt', undefined, 'TenantUnknown', /affidavit collections set/],
    ['of no collection', 'tenants/acme/drafts/a.txt', undefined, 'CollectionUndeclared', /affidavit collections set/],
    ['with access for nobody', 'tenants/acme/finance/b.txt', 'user:eve', 'AccessInvalid', /affidavit collections/],
    ['with access that is none', 'tenants/acme/handbook/c.txt', 'group:', 'AccessInvalid', /affidavit collections/],
    ['without a byte', 'tenants/acme/handbook/d.txt', undefined, 'DocumentEmpty', /.+/],
  ])('one %s', async (what, key, access, name, advice) => {
    await api.put(key, what === 'without a byte' ? '' : 'The text of a document that nobody may see.', access);

    const record = await api.recordOf(key);

    expect(record).toMatchObject({ status: 'rejected', failure: { name } });
    expect(failureTraits(record?.failure?.name ?? 'Unexpected').advice).toMatch(advice);
    expect(await api.stack.ports.store.head(key)).toMatchObject({ state: 'present' });
    expect(await api.stack.ports.index.documentChunks(key.split('/')[1] ?? '', api.idOf(key))).toEqual([]);
  });

  it('one over the size limit', async () => {
    await api.put('tenants/acme/handbook/long.txt', 'word '.repeat(MAX_DOCUMENT_BYTES / 4));

    expect(await api.recordOf('tenants/acme/handbook/long.txt')).toMatchObject({
      failure: { name: 'DocumentTooLarge' },
    });
  });

  it.each([
    'tenants/acme/x',
    '../x',
    'tenants/ACME/inbox/a.txt',
    'tenants/acme/inbox/../../x',
    'tenants/acme/inbox/a\u0000',
  ])('an event about the key %j is refused', async (key) => {
    await expect(api.stack.announce(key)).rejects.toMatchObject({ name: 'KeyInvalid' });
  });

  it('one that was refused is taken in once its collection is declared', async () => {
    const key = 'tenants/acme/later/a.txt';
    await api.put(key, 'The minutes of the meeting are kept in the green binder.');

    await api.declare('acme', 'later', ['everyone-in-tenant']);

    expect(await api.recordOf(key)).toMatchObject({ status: 'published' });
  });
});
