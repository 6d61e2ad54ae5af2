import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { localGateway } from '#infra/local/gateway.ts';
import { serveHttp } from '#infra/local/http-server.ts';
import { localFunctions } from '#infra/local/local-functions.ts';
import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { EVERYONE } from '#shared/domain/access.ts';
import type { ChunkIndex, SearchHit, SearchScope } from '#shared/ports/chunk-index.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { accessScene, BOB, BUDGET, EVE, MARKERS, MERGER } from '../doubles/access-scene.ts';
import { type ApiRequest, apiStack } from '../doubles/api-stack.ts';
import { unlimited } from '../doubles/unlimited.ts';

// Two layers keep a document from whom its access does not name: the filter inside every search, and the ledger. Each is
// taken away here, and both, which shows that the assertions would see a leak.

let api: Awaited<ReturnType<typeof apiStack>>;

beforeAll(async () => {
  api = await apiStack();
  await accessScene(api);
});
afterAll(() => api.close());

const TENANTS = ['acme', 'globex'];
const PRINCIPALS = [EVERYONE, 'group:finance', 'group:board'];

/** An index whose searches filter by nothing: neither tenant nor access. */
function openIndex(index: ChunkIndex): ChunkIndex {
  const everywhere = async (scope: SearchScope, search: (scope: SearchScope) => Promise<SearchHit[]>) => {
    const hits = await Promise.all(TENANTS.map((tenantId) => search({ ...scope, tenantId, principals: PRINCIPALS })));
    return hits.flat().sort((a, b) => b.score - a.score);
  };
  return {
    ...index,
    searchLexical: (terms, scope, signal) => everywhere(scope, (each) => index.searchLexical(terms, each, signal)),
    searchVector: (vector, scope, signal) => everywhere(scope, (each) => index.searchVector(vector, each, signal)),
  };
}

/** A ledger whose rows let everybody in, whosever they are. */
function openLedger(ledger: Ledger): Ledger {
  return {
    ...ledger,
    documents: async (tenantId, ids, signal) => {
      const found = await Promise.all(TENANTS.map((each) => ledger.documents(each, ids, signal)));
      return found.flat().map((record) => ({ ...record, tenantId, access: [EVERYONE] }));
    },
  };
}

async function serveWith(layers: { index?: ChunkIndex; ledger?: Ledger }): Promise<string> {
  const gateway = localGateway(localFunctions({ ...api.stack.ports, ...layers }));
  const server = await serveHttp({ gateway, port: 0, limit: unlimited });
  onTestFinished(() => server.close());
  return server.address;
}

/** Everything that the question routes tell a caller who asks for the two documents in their own words. */
async function everythingTold(address: string, caller: Caller): Promise<string> {
  const told = async (request: ApiRequest) => {
    const answer = await api.as(caller, request, address);
    expect(answer.status).toBe(200);
    return answer;
  };
  const texts = ['The tourmaline reserve of the workshop', 'The bluebird merger of the shipping company'].map(
    async (question) => {
      const ask = { method: 'POST', path: '/v1/answers', body: { question } };
      const answer = await told(ask);
      const { answerId } = answer.json as AnswerResponse; // The contract of the route.
      const others = [
        { ...ask, headers: { accept: 'text/event-stream' } },
        { method: 'POST', path: '/v1/search', body: { query: question } },
        { path: `/v1/answers/${answerId}` },
      ];
      const answers = await Promise.all(others.map(told));
      return [answer, ...answers].map(({ text }) => text).join('\n');
    },
  );
  return (await Promise.all(texts)).join('\n');
}

const OUTSIDERS: readonly [string, Caller][] = [
  ['without the group', BOB],
  ['of the other tenant', EVE],
];

function leaks(text: string): string[] {
  return [...MARKERS, api.idOf(BUDGET), api.idOf(MERGER)].filter((trace) => text.toLowerCase().includes(trace));
}

it.each(OUTSIDERS)('the ledger alone keeps a token %s out when searches filter by nothing', async (_who, caller) => {
  const address = await serveWith({ index: openIndex(api.stack.ports.index) });

  expect(leaks(await everythingTold(address, caller))).toEqual([]);
});

it.each(OUTSIDERS)(
  'the filter of the index alone keeps a token %s out when the ledger lets all in',
  async (_who, caller) => {
    const address = await serveWith({ ledger: openLedger(api.stack.ports.ledger) });

    expect(leaks(await everythingTold(address, caller))).toEqual([]);
  },
);

it.each(OUTSIDERS)('without both, a token %s is told all of it: the same look finds the leak', async (_who, caller) => {
  const { index, ledger } = api.stack.ports;
  const address = await serveWith({ index: openIndex(index), ledger: openLedger(ledger) });

  expect(leaks(await everythingTold(address, caller))).toEqual([...MARKERS, api.idOf(BUDGET), api.idOf(MERGER)]);
});
