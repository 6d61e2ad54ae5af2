import { expect, it } from 'vitest';
import * as z from 'zod';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { IndexedChunk } from '#shared/domain/chunk.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { cosineSimilarity, toUnitLength } from '#shared/domain/vector.ts';
import { foundBy } from '../contract/suites/chunk-index-search.ts';
import { axis, FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { describeServices } from './describe-services.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { CHUNKS, serviceIndex } from './service-index.ts';

const ACCESS = indexedDocument('group:finance');
const SCOPE = { tenantId: 'acme', principals: ['group:finance'], limit: 10 };

const Definition = z.object({ mappings: z.looseObject({}) });
const Hit = z.object({ _id: z.string(), _routing: z.string(), _source: z.looseObject({}) });
const Found = z.object({ hits: z.object({ hits: z.array(Hit) }) });
const Vector = z.object({ method: z.object({ engine: z.string() }) });

/** Chunks of one document in batches as `index-chunks` writes them, or more. */
const BATCH = 500;

describeServices(['openSearch'], ({ openSearch }) => {
  const { connect, wipe } = serviceIndex(openSearch);
  const adapter = { analyzer: spacedWordsAnalyzer, clock: systemClock };

  async function preparedIndex() {
    await wipe();
    const index = openSearchChunkIndex({ connect, ...adapter });
    await index.prepare(FINGERPRINT);
    const fill = async (chunks: readonly IndexedChunk[], access = ACCESS) => {
      for (let at = 0; at < chunks.length; at += BATCH) await index.write(chunks.slice(at, at + BATCH), access);
    };
    return { index, fill };
  }

  const manyChunks = (count: number, changes: Partial<IndexedChunk> = {}) =>
    Array.from({ length: count }, (_, position) => indexedChunk(`alpha w${position}`, { position, ...changes }));

  it('filtered k-NN: finds the nearest of the few that may be read among 1,500 that may not', async () => {
    const { index, fill } = await preparedIndex();
    const random = seededRandom(1);
    const vectorOf = () => toUnitLength(Array.from({ length: 8 }, () => random() - 0.5));
    const hidden = manyChunks(1_500, { documentId: 'hidden' }).map((chunk) => ({ ...chunk, vector: vectorOf() }));
    const shown = manyChunks(40).map((chunk) => ({ ...chunk, vector: vectorOf() }));
    await fill(hidden, { ...ACCESS, documentId: 'hidden', access: ['group:board'] });
    await fill(shown);
    const question = vectorOf();

    const hits = await index.searchVector(question, SCOPE);

    const nearest = shown.toSorted(
      (a, b) => cosineSimilarity(question, b.vector) - cosineSimilarity(question, a.vector),
    );
    expect(hits.map(({ chunk }) => chunk.position)).toEqual(nearest.slice(0, 10).map(({ position }) => position));
    expect(await engineOf()).toBe('lucene');
  });

  async function engineOf(): Promise<unknown> {
    const { transport } = await connect();
    const { body } = await transport.request({ method: 'GET', path: `/${CHUNKS}/_mapping` });
    const Mapping = z.object({ mappings: z.looseObject({ properties: z.looseObject({ vector: Vector }) }) });
    const [first] = Object.values(z.record(z.string(), Mapping).parse(body));
    return first?.mappings.properties.vector.method.engine;
  }

  it('delete by (document, version): removes thousands of chunks of one version, and none of the next', async () => {
    const { index, fill } = await preparedIndex();
    await fill(manyChunks(1_500));
    await fill(manyChunks(300, { versionId: 'v2' }));

    await index.removeAttempt({ tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 });

    const left = await index.documentChunks('acme', 'd1');
    expect(new Set(left.map(({ versionId }) => versionId))).toEqual(new Set(['v2']));
    expect(left).toHaveLength(300);
  });

  it('version conflicts: chunks that are written anew while their access changes end with the new access', async () => {
    const { fill } = await preparedIndex();
    const chunks = manyChunks(40);
    await fill(chunks);
    const conflicts: number[] = [];
    const proxy = await startFaultProxy(openSearch, async (request, forward) => {
      if (!request.path.includes('_by_query')) return forward(request);
      if (conflicts.length === 0) await writeUnseen(chunks.slice(0, 10));
      const answered = await forward(request);
      await refreshEvery('50ms');
      conflicts.push(JSON.parse(answered.body.toString()).version_conflicts);
      return answered;
    });
    const behind = openSearchChunkIndex({ connect: serviceIndex(proxy.endpoint).connect, ...adapter });

    await behind.setAccess({ ...ACCESS, access: ['user:eva'] });

    const eva = { ...SCOPE, principals: ['user:eva'], limit: 100 };
    expect(conflicts).toEqual([10, 0]);
    expect((await foundBy(behind, { ...SCOPE, limit: 100 })).lexical).toEqual([]);
    expect((await foundBy(behind, eva)).lexical).toHaveLength(40);
    await proxy.stop();
  });

  async function refreshEvery(interval: string): Promise<void> {
    const { transport } = await connect();
    const body = { index: { refresh_interval: interval } };
    await transport.request({ method: 'PUT', path: `/${CHUNKS}/_settings`, body });
  }

  /** Writes chunks anew in such a way that what searches by then finds the ones before, until the next refresh. */
  async function writeUnseen(chunks: readonly IndexedChunk[]): Promise<void> {
    await refreshEvery('-1');
    const { transport } = await connect();
    const lines = chunks.flatMap(({ chunkId, tenantId }) => [
      { update: { _id: chunkId, routing: tenantId } },
      { doc: {}, detect_noop: false },
    ]);
    const bulkBody = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await transport.request({ method: 'POST', path: `/${CHUNKS}/_bulk`, bulkBody });
  }

  it('alias swap: searches under way see the one index or the other, and never an error', async () => {
    const { index } = await preparedIndex();
    await index.write([indexedChunk('alpha one')], ACCESS);
    const swap = await twoCopies();

    let isOver = false;
    const seen: string[] = [];
    const searching = Array.from({ length: 4 }, async () => {
      while (!isOver) seen.push((await foundBy(index, SCOPE)).lexical.join());
    });
    for (let turn = 0; turn < 6; turn += 1) {
      await (turn % 2 === 0 ? swap(1, 2) : swap(2, 1));
      seen.push((await foundBy(index, SCOPE)).lexical.join()); // However slow those beside are, each index is seen.
    }
    isOver = true;
    await Promise.all(searching);

    expect(new Set(seen)).toEqual(new Set(['alpha one', 'alpha two']));
    expect((await index.serving())?.fingerprint).toEqual(FINGERPRINT);
  });

  /** The index twice, once with another text, and an alias on the first where the index was. Gives what moves it. */
  async function twoCopies() {
    const { transport } = await connect();
    const send = async (method: string, path: string, body?: object) =>
      (await transport.request({ method, path, ...(body && { body }) })).body;
    const [definition] = Object.values(z.record(z.string(), Definition).parse(await send('GET', `/${CHUNKS}`)));
    const { hits } = Found.parse(await send('POST', `/${CHUNKS}/_search`, {}));
    const [document] = hits.hits;
    await send('DELETE', `/${CHUNKS}*`);
    const nameOf = (copy: number) => `${CHUNKS}-00000${copy}`;
    for (const [copy, text] of [
      [1, 'alpha one'],
      [2, 'alpha two'],
    ] as const) {
      await send('PUT', `/${nameOf(copy)}`, { mappings: definition?.mappings, settings: { 'index.knn': true } });
      const path = `/${nameOf(copy)}/_doc/${document?._id}?routing=${document?._routing}&refresh=true`;
      await send('PUT', path, { ...document?._source, text });
    }
    await send('PUT', `/${nameOf(1)}/_alias/${CHUNKS}`);
    return async (from: number, to: number) => {
      const action = (verb: string, copy: number) => ({ [verb]: { index: nameOf(copy), alias: CHUNKS } });
      await send('POST', '/_aliases', { actions: [action('remove', from), action('add', to)] });
    };
  }

  it('prepares one index when several deployments begin at once', async () => {
    await wipe();
    const indexes = Array.from({ length: 5 }, () => openSearchChunkIndex({ connect, ...adapter }));

    await Promise.all(indexes.map((index) => index.prepare(FINGERPRINT)));

    expect((await indexes[0]?.serving())?.fingerprint).toEqual(FINGERPRINT);
  });

  it('takes more terms than a query may have clauses', async () => {
    const { index, fill } = await preparedIndex();
    await fill([indexedChunk('alpha', { vector: axis(1) })]);

    const hits = await index.searchLexical(['alpha', ...Array.from({ length: 3_000 }, (_, at) => `word${at}`)], SCOPE);

    expect(hits).toHaveLength(1);
  });

  it.each(['lone \ud83d surrogate', 'nothing \u0000 at all', `${'x'.repeat(40_000)} long`])(
    'keeps a chunk whose text is unusual',
    async (text) => {
      const { index } = await preparedIndex();

      const refused = await index.write([indexedChunk(`alpha ${text}`)], ACCESS);

      expect(refused).toEqual([]);
      expect(await index.searchLexical(['alpha'], SCOPE)).toHaveLength(1);
    },
  );
});
