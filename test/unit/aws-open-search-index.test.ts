import { describe, expect, it } from 'vitest';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { fakeOpenSearch, type SearchAnswer, type SearchCall } from '../doubles/fake-open-search.ts';
import { axis, FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const ACCESS = indexedDocument('group:finance');
const SCOPE = { tenantId: 'acme', principals: ['group:finance'], collections: ['inbox'], limit: 5 };
const FILTER = [
  { term: { tenantId: 'acme' } },
  { terms: { access: ['group:finance'] } },
  { terms: { collection: ['inbox'] } },
];

/** An index that is ready, over a server that answers `recorded` in order before it serves a call of that action. */
async function indexOver(action = '', recorded: readonly (SearchAnswer | undefined)[] = []) {
  const answers = [...recorded];
  const before = ({ path }: SearchCall) => (path.endsWith(`/${action}`) ? answers.shift() : undefined);
  const { connect, calls } = await fakeOpenSearch({ before });
  const pauses: number[] = [];
  const pause = async (tries: number) => void pauses.push(tries);
  const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock(), pause });
  await index.prepare(FINGERPRINT);
  const callsOf = (name: string) => calls.filter(({ path }) => path.endsWith(`/${name}`));
  return { index, calls, pauses, callsOf };
}

const items = (...statuses: number[]): SearchAnswer => ({
  status: 200,
  body: { errors: true, items: statuses.map((status) => ({ index: { status, error: { reason: 'Ana Ruiz' } } })) },
});
const chunks = (count: number) =>
  Array.from({ length: count }, (_, position) => indexedChunk(`w${position}`, { position }));
const idsOf = ({ lines }: SearchCall) =>
  lines.filter((_, at) => at % 2 === 0).map((line) => JSON.parse(line).index._id.at(-1));

describe('a mapping', () => {
  it('holds the fingerprint, fixes every field and searches vectors by cosine in Lucene', async () => {
    const { calls } = await indexOver();

    const mappings = calls.find(({ method }) => method === 'PUT')?.body['mappings'];

    expect(mappings).toMatchObject({
      _meta: { fingerprint: FINGERPRINT },
      _routing: { required: true },
      dynamic: 'strict',
      properties: {
        terms: { type: 'text', analyzer: 'whitespace' },
        vector: { type: 'knn_vector', dimension: 8, method: { engine: 'lucene', space_type: 'cosinesimil' } },
        ...Object.fromEntries(
          ['tenantId', 'access', 'collection', 'documentId', 'versionId'].map((name) => [name, { type: 'keyword' }]),
        ),
      },
    });
  });

  it('that another deployment made a moment before counts when it is the same', async () => {
    const { connect } = await fakeOpenSearch({ before: firstMapping() });
    const [one, two] = [0, 1].map(() =>
      openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() }),
    );
    await one?.prepare(FINGERPRINT);

    await expect(two?.prepare(FINGERPRINT)).resolves.toBeUndefined();
    await expect(two?.prepare({ ...FINGERPRINT, probe: 'other' })).rejects.toMatchObject({ name: 'IndexMismatch' });
  });

  it.each([
    ['of a newer release', { version: 99 }, 'StateNewer'],
    ['that was changed in place', { definition: 'other' }, 'IndexMismatch'],
  ])('%s is refused', async (_what, changes, name) => {
    const changed = (_call: SearchCall, answer: SearchAnswer) =>
      JSON.parse(JSON.stringify(answer), (key, value) => (key === '_meta' ? { ...value, ...changes } : value));
    const { connect } = await fakeOpenSearch({ after: changed });
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });

    await expect(index.prepare(FINGERPRINT)).rejects.toMatchObject({ name });
  });

  it('of somebody else is a mismatch', async () => {
    const foreign = { status: 200, body: { 'affidavit-chunks': { mappings: {} } } };
    const { connect } = await fakeOpenSearch({ before: () => foreign });
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });

    await expect(index.prepare(FINGERPRINT)).rejects.toMatchObject({ name: 'IndexMismatch' });
  });
});

describe('a bulk write', () => {
  it('sends again only the items that may heal, after a pause', async () => {
    const { index, pauses, callsOf } = await indexOver('_bulk', [items(201, 429, 409, 503), items(429, 201, 201)]);

    await index.write(chunks(4), ACCESS);

    expect(callsOf('_bulk').map(idsOf)).toEqual([['0', '1', '2', '3'], ['1', '2', '3'], ['1']]);
    expect(pauses).toEqual([1, 2]);
  });

  it('fails when an item was refused for what the index is and not for what the item holds', async () => {
    const { index, callsOf } = await indexOver('_bulk', [items(201, 403)]);

    const failure = await index.write(chunks(2), ACCESS).catch((cause: unknown) => cause);

    expect(failure).toMatchObject({ name: 'DependencyUnavailable', details: { status: 403 }, cause: undefined });
    expect(JSON.stringify(failure)).not.toContain('Ana');
    expect(callsOf('_bulk')).toHaveLength(1);
  });

  it('gives up on a domain that stays busy', async () => {
    const { index, callsOf } = await indexOver('_bulk', Array(20).fill(items(429)));

    await expect(index.write(chunks(1), ACCESS)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    expect(callsOf('_bulk')).toHaveLength(8);
  });

  it('goes on while a busy domain takes something each time, however often one chunk is refused', async () => {
    const oneMore = (left: number) => items(...Array(left - 1).fill(429), 201);
    const { index, callsOf } = await indexOver(
      '_bulk',
      Array.from({ length: 12 }, (_, at) => oneMore(12 - at)),
    );

    await index.write(chunks(12), ACCESS);

    expect(callsOf('_bulk')).toHaveLength(12);
  });

  it('sends a whole batch again that was refused whole', async () => {
    const { index, callsOf } = await indexOver('_bulk', [{ status: 429, body: {} }]);

    await index.write(chunks(2), ACCESS);

    expect(callsOf('_bulk').map(idsOf)).toEqual([
      ['0', '1'],
      ['0', '1'],
    ]);
  });

  it('halves a batch that is too large for a node, down to a single chunk that is then refused', async () => {
    const tooLarge = { status: 413, body: {} };
    const halved = await indexOver('_bulk', [tooLarge]);
    const hopeless = await indexOver('_bulk', [tooLarge, tooLarge]);

    await halved.index.write(chunks(3), ACCESS);

    expect(halved.callsOf('_bulk').map(idsOf)).toEqual([['0', '1', '2'], ['0', '1'], ['2']]);
    expect(await hopeless.index.write(chunks(1), ACCESS)).toEqual([
      { chunkId: chunks(1)[0]?.chunkId, status: 413, reason: 'request_too_large' },
    ]);
    expect(hopeless.pauses).toEqual([]);
  });

  it('keeps every request within 5 MiB', async () => {
    const { index, callsOf } = await indexOver();
    const large = Array.from({ length: 4 }, (_, position) => indexedChunk('w '.repeat(500_000), { position }));

    await index.write(large, ACCESS);

    const sizes = callsOf('_bulk').map(({ lines }) => lines.join('\n').length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5 * 1024 * 1024);
  });

  it.each([403, 500])('fails when OpenSearch answers %i', async (status) => {
    const { index } = await indexOver('_bulk', [{ status, body: {} }]);

    await expect(index.write(chunks(1), ACCESS)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});

describe('a search', () => {
  it('filters by tenant, access and collection inside each sub-query, in the shard of the tenant', async () => {
    const { index, callsOf } = await indexOver();

    await index.searchLexical(['rent', 'due'], SCOPE);
    await index.searchVector(axis(0), SCOPE);

    const [lexical, vector] = callsOf('_search');
    expect(lexical?.body['query']).toEqual({
      bool: {
        should: [{ term: { terms: 'rent' } }, { term: { terms: 'due' } }],
        minimum_should_match: 1,
        filter: FILTER,
      },
    });
    expect(vector?.body['query']).toEqual({
      knn: { vector: { vector: axis(0), k: 5, filter: { bool: { filter: FILTER } } } },
    });
    expect([lexical?.query, vector?.query]).toEqual([{ routing: 'acme' }, { routing: 'acme' }]);
  });

  it.each([
    ['timed out', { timed_out: true, _shards: { failed: 0 }, hits: { hits: [] } }],
    ['lost a shard', { timed_out: false, _shards: { failed: 1 }, hits: { hits: [] } }],
  ])('that %s is a failure and no empty answer', async (_what, body) => {
    const { index } = await indexOver('_search', [{ status: 200, body }]);

    await expect(index.searchLexical(['rent'], SCOPE)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('fails when nobody answers', async () => {
    const connect = async () => {
      throw new Error('no route');
    };
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });

    await expect(index.searchLexical(['rent'], SCOPE)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('lets go of a request whose caller has given up', async () => {
    const caller = new AbortController();
    const { connect } = await fakeOpenSearch({
      before: () => {
        caller.abort();
        return undefined;
      },
    });
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });

    await expect(index.searchLexical(['rent'], SCOPE, caller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a change by query', () => {
  const outcome = (body: object): SearchAnswer => ({
    status: 200,
    body: { timed_out: false, version_conflicts: 0, failures: [], ...body },
  });

  it.each([
    ['met other writers', outcome({ version_conflicts: 2 })],
    ['timed out', outcome({ timed_out: true })],
    ['failed in part', outcome({ failures: [{ status: 429 }] })],
    ['was refused', { status: 429, body: {} }],
  ])('is gone through again when it %s', async (_what, first) => {
    const { index, callsOf, pauses } = await indexOver('_delete_by_query', [first]);

    await index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 });

    expect(callsOf('_delete_by_query')).toHaveLength(2);
    expect(pauses).toEqual([1]);
  });

  it('waits for a refresh that was refused, without which it would pass over what was written last', async () => {
    const busy = await indexOver('_refresh', [{ status: 429, body: {} }]);
    const forbidden = await indexOver('_refresh', [{ status: 403, body: {} }]);

    await busy.index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 });

    expect(busy.callsOf('_delete_by_query')).toHaveLength(1);
    expect(busy.pauses).toEqual([1]);
    await expect(
      forbidden.index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 }),
    ).rejects.toMatchObject({ details: { status: 403 } });
    expect(forbidden.callsOf('_delete_by_query')).toEqual([]);
  });

  it('fails when some chunks are left to the end', async () => {
    const { index } = await indexOver('_update_by_query', Array(20).fill(outcome({ version_conflicts: 1 })));

    await expect(index.setAccess(ACCESS)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('passes over chunks that have the access already, and never puts values into the script', async () => {
    const { index, callsOf } = await indexOver();
    await index.setAccess({ ...ACCESS, access: ['user:x"; ctx.op = "delete'] });
    await index.setAccess(ACCESS);

    const [hostile, plain] = callsOf('_update_by_query').map(({ body }) => body);

    expect(plain?.['query']).toMatchObject({ bool: { must_not: [{ term: { accessKey: expect.any(String) } }] } });
    expect(hostile?.['script']).toMatchObject({ params: { access: ['user:x"; ctx.op = "delete'] } });
    expect(plain?.['script']).toMatchObject({ source: scriptIn(hostile) });
  });
});

function scriptIn(body: SearchCall['body'] | undefined): unknown {
  const { source } = Object(body?.['script']);
  return source;
}

/** Says once, to the second who asks, that there is no index yet. */
function firstMapping(): (call: SearchCall) => SearchAnswer | undefined {
  let asked = 0;
  return ({ path }) =>
    path.endsWith('/_mapping') && ++asked === 2 ? { status: 404, body: { error: 'index_not_found' } } : undefined;
}
