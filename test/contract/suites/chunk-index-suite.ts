import { describe, expect, it } from 'vitest';
import type { IndexedChunk } from '#shared/domain/chunk.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { cosineSimilarity } from '#shared/domain/vector.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import { axis, FINGERPRINT, indexedChunk } from '../../doubles/indexed-chunks.ts';
import { describeFacts } from './chunk-index-facts.ts';
import {
  ACCESS,
  describeFilters,
  describeVectors,
  describeWords,
  foundBy,
  SCOPE,
  textsOf,
} from './chunk-index-search.ts';

type Create = () => ChunkIndex | Promise<ChunkIndex>;

/** What every chunk index keeps to. `create` gives an empty one that uses `spacedWordsAnalyzer` and shows writes at once. */
export function chunkIndexSuite({ name, create }: { name: string; create: Create }): void {
  const prepared = async () => {
    const index = await create();
    await index.prepare(FINGERPRINT);
    return index;
  };

  describe(`ChunkIndex, ${name}`, () => {
    describeFingerprint(create);
    describeWords(prepared);
    describeVectors(prepared);
    describeFilters(prepared);
    describeFacts(prepared);
    describeWrites(prepared);
    describeRemoval(prepared);
    describeAttempts(create, prepared);

    it('stops when the signal is aborted', async () => {
      const index = await prepared();
      const signal = AbortSignal.abort();

      await expect(index.write([indexedChunk('alpha')], ACCESS, signal)).rejects.toThrow();
      await expect(index.searchLexical(['alpha'], SCOPE, signal)).rejects.toThrow();
      await expect(index.searchVector(axis(0), SCOPE, signal)).rejects.toThrow();
      await expect(index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 }, signal)).rejects.toThrow();
      expect(await index.documentChunks('acme', 'd1')).toEqual([]);
    });
  });
}

function describeFingerprint(create: Create): void {
  it('has no fingerprint until it is prepared, and finds nothing', async () => {
    const index = await create();

    expect(await index.serving()).toBeUndefined();
    expect(await foundBy(index, SCOPE)).toEqual({ lexical: [], vector: [] });
    expect(await index.documentChunks('acme', 'd1')).toEqual([]);
  });

  it('can be prepared twice for one embedder', async () => {
    const index = await create();
    await index.prepare(FINGERPRINT);

    await index.prepare(FINGERPRINT);

    expect((await index.serving())?.fingerprint).toEqual(FINGERPRINT);
  });

  it.each([{ modelId: 'other' }, { dimensions: 16 }, { probe: 'cd34' }])(
    'refuses an embedder with %o',
    async (other) => {
      const index = await create();
      await index.prepare(FINGERPRINT);

      await expect(index.prepare({ ...FINGERPRINT, ...other })).rejects.toMatchObject({ name: 'IndexMismatch' });
      expect((await index.serving())?.fingerprint).toEqual(FINGERPRINT);
    },
  );
}

function describeWrites(prepared: () => Promise<ChunkIndex>): void {
  it('keeps chunks with their vectors, languages and scores, by position', async () => {
    const index = await prepared();
    const chunks = [2, 0, 1].map((position) =>
      indexedChunk(`alpha ${position}`, { position, vector: axis(position), suspicion: position / 7, language: 'de' }),
    );

    await index.write(chunks, ACCESS);

    const kept = await index.documentChunks('acme', 'd1');
    const sorted = chunks.toSorted((a, b) => a.position - b.position);
    expect(kept.map(withoutVector)).toEqual(sorted.map(withoutVector));
    for (const [at, { vector }] of kept.entries()) {
      expect(cosineSimilarity(vector, sorted[at]?.vector ?? [])).toBeCloseTo(1, 3);
    }
    expect(await index.documentChunks('globex', 'd1')).toEqual([]);
  });

  it('searches the part of a chunk that is found, and keeps all of it to be read', async () => {
    const index = await prepared();
    const chunk = indexedChunk('alpha beta', { start: 10, end: 20, focus: { start: 16, end: 20 } });

    await index.write([chunk], ACCESS);

    expect(textsOf(await index.searchLexical(['alpha'], SCOPE))).toEqual([]);
    expect(textsOf(await index.searchLexical(['beta'], SCOPE))).toEqual(['alpha beta']);
    expect((await index.documentChunks('acme', 'd1')).map(withoutVector)).toEqual([withoutVector(chunk)]);
  });

  it('replaces a chunk that is written again, wholly', async () => {
    const index = await prepared();
    await index.write([indexedChunk('alpha old')], ACCESS);

    await index.write([indexedChunk('beta new', { vector: axis(3) })], ACCESS);

    expect(textsOf(await index.searchLexical(['alpha', 'old'], SCOPE))).toEqual([]);
    expect(textsOf(await index.searchLexical(['beta'], SCOPE))).toEqual(['beta new']);
    expect((await index.searchVector(axis(3), SCOPE)).map(({ score }) => Math.round(score))).toEqual([1]);
    expect(await index.documentChunks('acme', 'd1')).toHaveLength(1);
  });

  it('takes several batches of one document', async () => {
    const index = await prepared();
    const chunks = Array.from({ length: 70 }, (_, position) => indexedChunk(`alpha w${position}`, { position }));

    await index.write(chunks.slice(0, 64), ACCESS);
    await index.write(chunks.slice(64), ACCESS);

    expect(await index.documentChunks('acme', 'd1')).toHaveLength(70);
    expect(await index.searchLexical(['alpha'], { ...SCOPE, limit: 100 })).toHaveLength(70);
  });
}

function describeRemoval(prepared: () => Promise<ChunkIndex>): void {
  const written = async (...chunks: IndexedChunk[]) => {
    const index = await prepared();
    for (const chunk of chunks) await index.write([chunk], { ...ACCESS, ...chunk });
    return index;
  };

  it('removes a document from both sides, and no other', async () => {
    const index = await written(
      indexedChunk('alpha one'),
      indexedChunk('alpha two', { versionId: 'v2', position: 1 }),
      indexedChunk('alpha ten', { documentId: 'd10' }),
      indexedChunk('alpha foreign', { tenantId: 'globex' }),
    );

    await index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 });

    expect(await foundBy(index, SCOPE)).toEqual({ lexical: ['alpha ten'], vector: ['alpha ten'] });
    expect(await index.documentChunks('acme', 'd1')).toEqual([]);
    expect(await index.documentChunks('globex', 'd1')).toHaveLength(1);
  });

  it('leaves what came after the attempt that a document is removed up to, and lets it be found', async () => {
    const index = await written(
      indexedChunk('alpha gone'),
      indexedChunk('alpha too', { versionId: 'v2', attempt: 2 }),
      indexedChunk('alpha back', { versionId: 'v3', attempt: 3 }),
    );

    await index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 2 });

    expect(await foundBy(index, SCOPE)).toEqual({ lexical: ['alpha back'], vector: ['alpha back'] });
  });

  it('removes what one attempt wrote, and nothing of another', async () => {
    const index = await written(
      indexedChunk('alpha old'),
      indexedChunk('alpha live', { attempt: 2 }),
      indexedChunk('alpha next', { versionId: 'v2' }),
    );

    await index.removeAttempt({ tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 });

    expect(await foundBy(index, SCOPE)).toEqual({
      lexical: ['alpha live', 'alpha next'],
      vector: ['alpha live', 'alpha next'],
    });
  });

  it('removes a large document whole', async () => {
    const index = await prepared();
    const chunks = Array.from({ length: 70 }, (_, position) => indexedChunk(`alpha w${position}`, { position }));
    await index.write(chunks, ACCESS);

    await index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 });

    expect(await index.documentChunks('acme', 'd1')).toEqual([]);
  });

  it('takes the removal of nothing for done', async () => {
    const index = await prepared();

    await expect(index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 })).resolves.toBeUndefined();
    await expect(
      index.removeAttempt({ tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 }),
    ).resolves.toBeUndefined();
  });
}

function describeAttempts(create: Create, prepared: () => Promise<ChunkIndex>): void {
  it('lists the attempts that have chunks page by page, of all tenants, each once and in order', async () => {
    const index = await prepared();
    const attempts = [
      { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 2 },
      { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 10 },
      { tenantId: 'acme', documentId: 'd1', versionId: 'v2', attempt: 3 },
      { tenantId: 'acme', documentId: 'd10', versionId: 'v1', attempt: 1 },
      { tenantId: 'globex', documentId: 'd1', versionId: 'v0', attempt: 1 },
    ];
    for (const attempt of attempts.toReversed()) {
      const chunks = [0, 1].map((position) => indexedChunk('alpha', { ...attempt, position }));
      await index.write(chunks, { ...ACCESS, ...attempt });
    }

    for (const limit of [1, 2, 100]) expect(await everyAttempt(index, limit), `by ${limit}`).toEqual(attempts);
  });

  it('lists no attempt once its chunks are removed, and none before anything is written', async () => {
    const index = await prepared();
    const [first, second] = [indexedChunk('alpha'), indexedChunk('alpha', { attempt: 2 })];
    await index.write([first, second], ACCESS);

    await index.removeAttempt(first);

    expect((await everyAttempt(index, 10)).map(({ attempt }) => attempt)).toEqual([2]);
    expect(await everyAttempt(await create(), 10)).toEqual([]);
    await expect(index.attempts(undefined, 1, AbortSignal.abort())).rejects.toThrow();
  });
}

async function everyAttempt(index: ChunkIndex, limit: number): Promise<Attempt[]> {
  const found: Attempt[] = [];
  for (;;) {
    const page = await index.attempts(found.at(-1), limit);
    if (page.length === 0) return found;
    expect(page.length).toBeLessThanOrEqual(limit);
    found.push(...page);
  }
}

function withoutVector({ vector: _vector, ...chunk }: IndexedChunk) {
  return chunk;
}
