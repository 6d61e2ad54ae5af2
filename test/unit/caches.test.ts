import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { Answerer } from '#shared/ports/answerer.ts';
import type { ChunkIndex, SearchHit, SearchScope } from '#shared/ports/chunk-index.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { boundedCache } from '#shared/runtime/bounded-cache.ts';
import { cachedEmbedder } from '#shared/runtime/cached-embedder.ts';
import { cachedIndex } from '#shared/runtime/cached-index.ts';
import { meteredEmbedding } from '#shared/runtime/metered-embedding.ts';
import type { Proposal } from '#shared/runtime/proposal.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { call } from '../doubles/proxy-event.ts';
import { ANA, EVE, QUESTION, questionApi } from '../doubles/question-api.ts';

const cache = <Value>(maxEntries = 100, clock = manualClock()) =>
  boundedCache<Value>({ clock, name: 'test', maxEntries, maxAgeMilliseconds: 60_000 });

describe('boundedCache', () => {
  it('keeps what was used last, and no more than it may', () => {
    const kept = cache<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    kept.get('a');
    kept.set('c', 3);

    expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, undefined, 3]);
    expect(kept.counts()).toEqual({ hits: 3, lookups: 4 });
  });

  it('forgets what is too old, and keeps nothing when it is off', () => {
    const clock = manualClock();
    const aging = cache<number>(2, clock);
    const off = cache<number>(0);
    aging.set('a', 1);
    off.set('a', 1);

    clock.advance(60);

    expect([aging.get('a'), off.get('a')]).toEqual([undefined, undefined]);
  });
});

describe('cachedEmbedder', () => {
  it('asks once for a text, for each purpose, and gives every vector in its place', async () => {
    const inner = hashedWordsEmbedder();
    const asked: string[] = [];
    const counted = {
      ...inner,
      embed: (...given: Parameters<typeof inner.embed>) => {
        asked.push(...given[0].map((text) => `${given[1]} ${text}`));
        return inner.embed(...given);
      },
    };
    const cached = cachedEmbedder(counted, cache<Vector>());
    const texts = [redacted('a b'), redacted('c'), redacted('a b')];

    const first = await cached.embed(texts, 'passage');
    const second = await cached.embed([redacted('c'), redacted('d')], 'passage');
    await cached.embed([redacted('c')], 'query');

    expect(asked).toEqual(['passage a b', 'passage c', 'passage d', 'query c']);
    const alone = async (text: string) => (await inner.embed([redacted(text)], 'passage'))[0];
    expect(first).toEqual([await alone('a b'), await alone('c'), await alone('a b')]);
    expect(second[0]).toEqual(first[1]);
  });

  it('says what was read for a text that is new, and that one that is known took nothing', async () => {
    const telling = {
      ...hashedWordsEmbedder(),
      embed: async (...[texts, purpose, signal, onTokens]: Parameters<Embedder['embed']>) => {
        onTokens?.(7);
        return hashedWordsEmbedder().embed(texts, purpose, signal);
      },
    };
    const cached = cachedEmbedder(telling, cache<Vector>());

    const tokens = async () => (await meteredEmbedding(cached, [redacted('a b')], 'query')).tokens;

    expect([await tokens(), await tokens()]).toEqual([7, 0]);
  });
});

/** An index whose every hit tells for whom it was found. */
function labellingIndex(): ChunkIndex {
  const hit = async (scope: SearchScope, what: unknown): Promise<SearchHit[]> => [
    {
      chunk: indexedChunk(JSON.stringify([scope.tenantId, scope.principals, scope.collections, what])),
      ...{ score: 1, generation: scope.generation?.number ?? 0 },
    },
  ];
  const none = async () => undefined;
  return {
    ...{ prepare: none, serving: none, setAccess: none, removeDocument: none, removeAttempt: none },
    ...{ write: async () => [], attempts: async () => [], documentChunks: async () => [] },
    searchLexical: (terms, scope) => hit(scope, terms),
    searchVector: (vector, scope) => hit(scope, vector),
  };
}

const scopes = fc.record({
  tenantId: fc.constantFrom('acme', 'globex', 'acme","globex'),
  principals: fc.uniqueArray(fc.constantFrom('user:ana', 'user:eve', 'group:a', 'group:a","group:b', 'group:b')),
  collections: fc.constantFrom(undefined, ['inbox'], ['contracts']),
  limit: fc.constantFrom(1, 2),
});

describe('cachedIndex', () => {
  it('never gives a tenant, an access set or a collection what was found for another', async () => {
    const asks = fc.array(fc.tuple(scopes, fc.constantFrom(['rent'], ['rent', 'hall']), fc.boolean()), {
      maxLength: 30,
    });
    await fc.assert(
      fc.asyncProperty(asks, async (given) => {
        const index = cachedIndex(labellingIndex(), cache());
        for (const [scope, terms, isLexical] of given) {
          const [found] = isLexical
            ? await index.searchLexical(terms, scope)
            : await index.searchVector([terms.length], scope);
          const [tenantId, principals, collections = null, what] = JSON.parse(found?.chunk.text ?? '[]');
          expect(tenantId).toBe(scope.tenantId);
          expect([...principals].sort()).toEqual([...scope.principals].sort());
          expect(collections).toEqual(scope.collections ?? null);
          expect(what).toEqual(isLexical ? terms : [terms.length]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each(['write', 'setAccess', 'removeDocument', 'removeAttempt'] as const)(
    'forgets a tenant’s searches after %s',
    async (change) => {
      const searches = cache<readonly SearchHit[]>();
      const index = cachedIndex(labellingIndex(), searches);
      const scope = { tenantId: 'acme', principals: [], limit: 1 };
      const ids = { tenantId: 'acme', documentId: 'd', collection: 'c', access: [], versionId: 'v', attempt: 1 };
      await index.searchLexical(['rent'], scope);

      if (change === 'write') await index.write([], { ...ids, embedder: FINGERPRINT });
      if (change === 'setAccess') await index.setAccess(ids);
      if (change === 'removeDocument') await index.removeDocument({ tenantId: 'acme', documentId: 'd', attempt: 1 });
      if (change === 'removeAttempt') await index.removeAttempt(ids);
      await index.searchLexical(['rent'], scope);
      await index.searchLexical(['rent'], scope);

      expect(searches.counts()).toEqual({ hits: 1, lookups: 3 });
    },
  );
});

/** The question API with caches, over a model that says whom it was asked for how often. */
async function cachedApi() {
  const { ports } = await questionApi();
  let asked = 0;
  const model: Answerer = {
    name: 'model',
    answer: async ({ passages: [passage] }) => {
      asked += 1;
      const text = 'The monthly rent of the hall is 51,000 euros.';
      return {
        claims: [{ text, chunkId: passage?.chunkId ?? '', quote: text }],
        usage: { inputTokens: 7, outputTokens: 3 },
      };
    },
  };
  const answerCache = cache<Proposal>();
  const index = cachedIndex(ports.index, cache());
  const handler = createHandler({ ...ports, index, answerers: [model], answerCache, caches: [answerCache] });
  const ask = async (caller = ANA) =>
    (await call(handler, { route: 'POST /v1/answers', caller, body: { question: QUESTION } })).json();
  return { ask, ports, handler, asked: () => asked };
}

describe('cached answers', () => {
  it('ask the model once, give each answer a receipt of its own, and report the share of hits', async () => {
    const { ask, handler, asked } = await cachedApi();

    const [first, second] = [await ask(), await ask()];

    expect(second.claims).toEqual(first.claims);
    expect(asked()).toBe(1);
    const receipt = async (id: string) =>
      (await call(handler, { route: 'GET /v1/answers/{id}', id, caller: ANA })).json();
    expect(await receipt(first.answerId)).toMatchObject({ cached: false, tokens: { input: 7, output: 3 } });
    expect(await receipt(second.answerId)).toMatchObject({ cached: true, tokens: { input: 0, output: 0 } });
    const health = (await call(handler, { route: 'GET /v1/health' })).json();
    expect(health.caches).toEqual([{ name: 'test', hitShare: 0.5 }]);
  });

  it('are gone at once for whom access was revoked, though index and caches know nothing of it', async () => {
    const { ask, ports } = await cachedApi();
    expect((await ask()).outcome).toBe('answered');
    const record = await ports.ledger.document('acme', 'lease');
    if (record) await ports.ledger.writeDocument({ ...record, access: ['group:board'], revision: 2 });

    expect(await ask()).toMatchObject({ outcome: 'no-evidence', claims: [] });
  });

  it('are gone at once when a new version takes over', async () => {
    const { ask, ports } = await cachedApi();
    await ask();
    const record = await ports.ledger.document('acme', 'lease');
    if (record?.live) {
      await ports.ledger.writeDocument({ ...record, live: { ...record.live, attempt: 2 }, revision: 2 });
    }

    expect((await ask()).outcome).toBe('no-evidence');
  });

  it('are not given to somebody else of the same tenant', async () => {
    const { ask, asked } = await cachedApi();
    await ask();

    expect((await ask(EVE)).outcome).toBe('no-evidence');
    expect((await ask({ ...ANA, user: 'ben' })).outcome).toBe('answered');
    expect(asked()).toBe(2);
  });
});
