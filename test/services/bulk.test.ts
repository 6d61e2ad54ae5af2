import { afterEach, expect, it } from 'vitest';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { busyDomain } from './busy-domain.ts';
import { describeServices } from './describe-services.ts';
import { answer, type Handle, startFaultProxy } from './fault-proxy.ts';
import type { RunningServer } from './running-server.ts';
import { CHUNKS, serviceIndex } from './service-index.ts';

const ACCESS = indexedDocument('group:finance');
const SCOPE = { tenantId: 'acme', principals: ['group:finance'], limit: 100 };
const chunksOf = (count: number) =>
  Array.from({ length: count }, (_, position) => indexedChunk(`alpha w${position}`, { position }));

describeServices(['openSearch'], ({ openSearch }) => {
  const proxies: RunningServer[] = [];
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.stop();
  });

  /** An empty index behind a proxy. The clock shows for how long the adapter would have waited. */
  async function indexBehind(handle: Handle) {
    const proxy = await startFaultProxy(openSearch, handle);
    proxies.push(proxy);
    const clock = manualClock();
    await serviceIndex(openSearch).wipe();
    const { connect } = serviceIndex(proxy.endpoint);
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock });
    await index.prepare(FINGERPRINT);
    return { index, clock };
  }

  const stored = async (index: ChunkIndex) =>
    (await index.documentChunks('acme', 'd1')).map(({ position }) => position);

  it('bulk with items that fail one by one: those that never fit are given back, all others are found', async () => {
    const { index } = await indexBehind((request, forward) => forward(request));
    const chunks = chunksOf(6).map((chunk) => ({
      ...chunk,
      ...(chunk.position === 1 && { vector: [1, 0, 0] }), // Of another length than the index has.
      ...(chunk.position === 4 && { versionId: 'v'.repeat(40_000) }), // Longer than a term may be.
    }));

    const refused = await index.write(chunks, ACCESS);

    expect(refused.map(({ chunkId, status }) => ({ chunkId, status }))).toEqual(
      [1, 4].map((at) => ({ chunkId: chunks[at]?.chunkId, status: 400 })),
    );
    for (const { reason } of refused) expect(reason).toMatch(/^[a-z_]+$/);
    expect(await stored(index)).toEqual([0, 2, 3, 5]);
    expect(await index.searchLexical(['alpha'], SCOPE)).toHaveLength(4);
  });

  it('bulk with items that fail one by one, 429 and 503 of single items, 413: each is stored or given back, once', async () => {
    const { handle, counts } = busyDomain({ busy: 0.2, limit: 40_000 });
    const { index } = await indexBehind(handle);
    const chunks = chunksOf(1_000).map((chunk) => (chunk.position % 50 === 1 ? { ...chunk, vector: [1] } : chunk));

    const refused = await index.write(chunks, ACCESS);

    const hopeless = chunks.filter(({ vector }) => vector.length === 1);
    expect(counts).toEqual({ refusedItems: expect.any(Number), tooLarge: expect.any(Number) });
    expect(counts.refusedItems).toBeGreaterThan(150);
    expect(counts.tooLarge).toBeGreaterThan(0);
    expect(refused.map(({ chunkId }) => chunkId).sort()).toEqual(hopeless.map(({ chunkId }) => chunkId).sort());
    expect(await stored(index)).toEqual(chunks.filter((chunk) => !hopeless.includes(chunk)).map((c) => c.position));
  });

  it('413: a chunk that is too large by itself is given back, and its neighbours are stored', async () => {
    const { handle } = busyDomain({ busy: 0, limit: 5_000 });
    const { index } = await indexBehind(handle);
    const chunks = [...chunksOf(20), indexedChunk('w'.repeat(5_000), { position: 20 })];

    const refused = await index.write(chunks, ACCESS);

    expect(refused).toEqual([{ chunkId: chunks.at(-1)?.chunkId, status: 413, reason: 'request_too_large' }]);
    expect(await stored(index)).toHaveLength(20);
  });

  it.each([429, 503])('%i with Retry-After: waits as long as it says and loses nothing', async (status) => {
    let busy = 2;
    const { index, clock } = await indexBehind((request, forward) => {
      const isRefused = request.path.includes('/_bulk') && busy-- > 0;
      return isRefused ? Promise.resolve(answer(status, { 'retry-after': '7' })) : forward(request);
    });
    const before = clock.now();

    const refused = await index.write(chunksOf(10), ACCESS);

    expect(refused).toEqual([]);
    expect(await stored(index)).toHaveLength(10);
    expect(clock.now() - before).toBeGreaterThanOrEqual(14_000);
    expect(clock.now() - before).toBeLessThan(16_000);
  });

  it('an answer that gets lost: what it was about is stored once', async () => {
    let lost = 0;
    const { index } = await indexBehind(async (request, forward) => {
      const answered = await forward(request);
      if (request.path.includes('/_bulk') && lost++ === 0) throw new Error('the line broke');
      return answered;
    });

    const refused = await index.write(chunksOf(10), ACCESS);

    expect(refused).toEqual([]);
    expect(lost).toBe(2);
    expect(await stored(index)).toEqual(chunksOf(10).map(({ position }) => position));
  });

  it('413 of the real server: a body above what the node takes is answered, and the next request works', async () => {
    const { index } = await indexBehind((request, forward) => forward(request));
    const { connect } = serviceIndex(openSearch);
    const { transport } = await connect();
    const bulkBody = `${JSON.stringify({ index: { _id: 'x', routing: 'acme' } })}\n{"text":"${'w'.repeat(11_000_000)}"}\n`;

    const request = transport.request({ method: 'POST', path: `/${CHUNKS}/_bulk`, bulkBody });

    await expect(request).rejects.toMatchObject({ statusCode: 413 });
    expect(await index.write(chunksOf(1), ACCESS)).toEqual([]);
  });
});
