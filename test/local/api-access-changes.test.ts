import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AnswerResponse, SearchResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { ANA, BOB } from '../doubles/access-scene.ts';
import { apiStack } from '../doubles/api-stack.ts';

let api: Awaited<ReturnType<typeof apiStack>>;

beforeAll(async () => {
  api = await apiStack();
});
afterAll(() => api.close());

/** Text of a document that no other test has. */
const textOf = (word: string) => `The ${word} lease of the harbour runs for seven years from January.`;

/** Routes by which the caller gets at the document. */
async function routesThatTell(caller: Caller, key: string, word: string): Promise<string[]> {
  const id = api.idOf(key);
  const question = `How long does the ${word} lease of the harbour run?`;
  const answers = {
    detail: await api.as(caller, { path: `/v1/documents/${id}` }),
    list: await api.as(caller, { path: '/v1/documents' }),
    search: await api.as(caller, { method: 'POST', path: '/v1/search', body: { query: word } }),
    answer: await api.as(caller, { method: 'POST', path: '/v1/answers', body: { question } }),
  };
  return Object.entries(answers).flatMap(([route, { text }]) => (text.includes(id) ? [route] : []));
}

const EVERY_ROUTE = ['detail', 'list', 'search', 'answer'];

it('a collection whose rule is narrowed is closed at once to whom it no longer names, on every route', async () => {
  const key = 'tenants/acme/plans/amber.txt';
  await api.declare('acme', 'plans', ['everyone-in-tenant']);
  await api.put(key, textOf('amber'));
  const before = await routesThatTell(BOB, key, 'amber');

  await api.declare('acme', 'plans', ['group:finance']);

  expect(before).toEqual(EVERY_ROUTE);
  expect(await routesThatTell(BOB, key, 'amber')).toEqual([]);
  expect(await routesThatTell(ANA, key, 'amber')).toEqual(EVERY_ROUTE);
  expect(await api.recordOf(key)).toMatchObject({ status: 'published', attempt: 1 });
});

it('a document whose own access is narrowed is closed at once, and published no second time', async () => {
  const key = 'tenants/acme/notes/beryl.txt';
  await api.declare('acme', 'notes', ['everyone-in-tenant']);
  await api.put(key, textOf('beryl'));
  const before = await routesThatTell(BOB, key, 'beryl');
  const live = (await api.recordOf(key))?.live?.attempt;

  await api.put(key, textOf('beryl'), 'group:finance');

  expect(before).toEqual(EVERY_ROUTE);
  expect(await routesThatTell(BOB, key, 'beryl')).toEqual([]);
  expect(await routesThatTell(ANA, key, 'beryl')).toEqual(EVERY_ROUTE);
  expect((await api.recordOf(key))?.live?.attempt).toBe(live);
});

// Guards against a rule that left what was live with its old access, because nobody was left in both lists.
it('a document is closed when its collection is narrowed past the access of its own', async () => {
  const key = 'tenants/acme/deals/coral.txt';
  await api.declare('acme', 'deals', ['group:finance', 'user:bob']);
  await api.put(key, textOf('coral'), 'user:bob');
  const before = await routesThatTell(BOB, key, 'coral');

  await api.declare('acme', 'deals', ['group:finance']);

  expect(before).toEqual(EVERY_ROUTE);
  expect(await routesThatTell(BOB, key, 'coral')).toEqual([]);
  expect(await routesThatTell(ANA, key, 'coral')).toEqual([]);
  expect(await api.recordOf(key)).toMatchObject({ status: 'rejected', failure: { name: 'AccessInvalid' } });
});

it('a document that was put anew with an access that is none is not opened by it', async () => {
  const key = 'tenants/acme/board/diamond.txt';
  await api.declare('acme', 'board', ['everyone-in-tenant']);
  await api.put(key, textOf('diamond'), 'group:finance');

  await api.put(key, `${textOf('diamond')} It was renewed.`, 'everybody; really');

  expect(await routesThatTell(BOB, key, 'diamond')).toEqual([]);
  expect(await api.recordOf(key)).toMatchObject({ failure: { name: 'AccessInvalid' } });
});

it('a deleted document is gone from every route at once, for good, and was never there to who could not read it', async () => {
  const key = 'tenants/acme/vault/emerald.txt';
  await api.declare('acme', 'vault', ['everyone-in-tenant']);
  const id = await api.put(key, textOf('emerald'), 'group:finance');
  const ask = { method: 'POST', path: '/v1/answers', body: { question: 'How long does the emerald lease run?' } };
  const { answerId } = (await api.as(ANA, ask)).json as AnswerResponse;

  const deleted = await api.as(ANA, { method: 'DELETE', path: `/v1/documents/${id}` });
  const again = await api.as(BOB, { method: 'DELETE', path: `/v1/documents/${id}` });
  const detail = await api.as(ANA, { path: `/v1/documents/${id}` });
  await api.stack.settled();

  expect(deleted).toMatchObject({ status: 204, text: '' });
  expect(again.status).toBe(404);
  expect(detail.status).toBe(404);
  expect(await routesThatTell(ANA, key, 'emerald')).toEqual([]);
  expect((await api.as(ANA, { path: `/v1/answers/${answerId}` })).text).not.toContain(id);
  expect(await api.stack.ports.index.documentChunks('acme', id)).toEqual([]);
});

it('search asks only the collections that were named, and those that are not there find nothing', async () => {
  await api.declare('acme', 'letters', ['everyone-in-tenant']);
  await api.put('tenants/acme/letters/fluorite.txt', textOf('fluorite'));
  const search = async (collections: readonly string[]) => {
    const body = { query: 'fluorite lease', collections };
    return (await api.as(BOB, { method: 'POST', path: '/v1/search', body })).json as SearchResponse;
  };

  expect((await search(['letters'])).passages).toHaveLength(1);
  expect((await search(['nowhere', "letters' OR 1=1 --"])).passages).toEqual([]);
});
