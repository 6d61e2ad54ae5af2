import { describe, expect, it } from 'vitest';
import { generationalChunkIndex } from '#shared/adapters/portable/generational-chunk-index.ts';
import type { IndexGeneration } from '#shared/domain/index-generation.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { IndexGenerations } from '#shared/ports/index-generations.ts';
import { axis, FINGERPRINT, indexedChunk } from '../../doubles/indexed-chunks.ts';
import { ACCESS, foundBy, SCOPE, textsOf } from './chunk-index-search.ts';

interface Opened {
  readonly index: ChunkIndex;
  readonly generations: IndexGenerations;
}

type Create = () => Opened | Promise<Opened>;

const OTHER = { ...FINGERPRINT, modelId: 'other' };
const ATTEMPT = { tenantId: 'acme', documentId: 'd1', versionId: 'v1', attempt: 1 };

/** What generations of every index keep to. `create` gives an empty index, with its generations. */
export function indexGenerationsSuite({ name, create }: { name: string; create: Create }): void {
  /** An index with one chunk, and a second generation that is being built. */
  const building = async (fingerprint = FINGERPRINT) => {
    const opened = await create();
    await opened.index.prepare(FINGERPRINT);
    await opened.index.write([indexedChunk('alpha old')], ACCESS);
    await opened.generations.create(fingerprint, 'building');
    const [first, second] = await opened.generations.list();
    if (first === undefined || second === undefined) throw new Error('there are two');
    return { ...opened, first, second };
  };

  describe(`IndexGenerations, ${name}`, () => {
    describeStates(create, building);
    describeChanges(building);
    describeReading(building);
  });
}

type Building = (
  fingerprint?: typeof FINGERPRINT,
) => Promise<Opened & { readonly first: IndexGeneration; readonly second: IndexGeneration }>;

const statesOf = async ({ generations }: Opened) =>
  (await generations.list()).map(({ number, state }) => `${number} ${state}`);

function describeStates(create: Create, building: Building): void {
  it('has none until it is prepared, and one that serves from then on', async () => {
    const opened = await create();
    const before = await opened.generations.list();

    await opened.index.prepare(FINGERPRINT);

    expect(before).toEqual([]);
    expect(await statesOf(opened)).toEqual(['1 serving']);
    expect(await opened.index.serving()).toMatchObject({ number: 1, state: 'serving', fingerprint: FINGERPRINT });
  });

  it('makes no second one that serves, and no second one that is being built', async () => {
    const opened = await building();

    await opened.generations.create(FINGERPRINT, 'building');
    await opened.generations.create(OTHER, 'serving');

    expect(await statesOf(opened)).toEqual(['1 serving', '2 building']);
  });

  it('lets another one serve and keeps the one before, there and back', async () => {
    const opened = await building();

    await opened.generations.serve(opened.second);
    const after = await statesOf(opened);
    await opened.generations.serve(opened.first);

    expect(after).toEqual(['1 kept', '2 serving']);
    expect(await statesOf(opened)).toEqual(['1 serving', '2 kept']);
    expect((await opened.index.serving())?.number).toBe(1);
  });

  it('remembers how far one was copied', async () => {
    const opened = await building();

    await opened.generations.markCopied(opened.second, ATTEMPT);

    expect((await opened.generations.list())[1]).toMatchObject({ copied: ATTEMPT, fingerprint: FINGERPRINT });
  });

  it('drops one that does not serve, once or twice, and never the one that does', async () => {
    const opened = await building();

    await opened.generations.drop(opened.second);
    await opened.generations.drop(opened.second);
    await opened.generations.drop(opened.first);

    expect(await statesOf(opened)).toEqual(['1 serving']);
    await expect(opened.generations.serve(opened.second)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('refuses to prepare for an embedder while one for another is being built', async () => {
    const { index } = await building(OTHER);

    await expect(index.prepare(FINGERPRINT)).rejects.toMatchObject({ name: 'IndexMismatch' });
    await expect(index.prepare(OTHER)).rejects.toMatchObject({ name: 'IndexMismatch' });
  });
}

function describeChanges(building: Building): void {
  it('writes to all, and removes and changes access in all', async () => {
    const { index, generations, second } = await building();
    const beside = { ...ACCESS, documentId: 'd2' };

    await index.write([indexedChunk('alpha new', { documentId: 'd2' })], beside);
    const written = await foundBy(index, { ...SCOPE, generation: second });
    await index.setAccess({ ...beside, access: ['user:eva'] });
    const hidden = await foundBy(index, { ...SCOPE, generation: second });
    await index.removeDocument({ tenantId: 'acme', documentId: 'd2', attempt: 1 });

    expect(written).toEqual({ lexical: ['alpha new'], vector: ['alpha new'] });
    expect(hidden).toEqual({ lexical: [], vector: [] });
    expect(await generations.open(second).count()).toBe(0);
    expect(await foundBy(index, SCOPE)).toEqual({ lexical: ['alpha old'], vector: ['alpha old'] });
  });

  it('writes to one that came up while a write was under way', async () => {
    const { index, generations, first, second } = await building();
    await generations.drop(second);
    const open: IndexGenerations['open'] = (generation) => {
      const opened = generations.open(generation);
      const write: typeof opened.write = async (...call) => {
        if (generation.number === first.number) await generations.create(FINGERPRINT, 'building');
        return opened.write(...call);
      };
      return { ...opened, write };
    };

    await generationalChunkIndex({ ...generations, open }).write([indexedChunk('alpha late', { position: 1 })], ACCESS);

    const newest = (await generations.list()).at(-1);
    expect(newest?.state).toBe('building');
    expect(textsOf(await index.searchLexical(['late'], { ...SCOPE, generation: newest }))).toEqual(['alpha late']);
  });

  it('needs no change in one that is dropped while the change is under way', async () => {
    const { generations, second } = await building();
    const open: IndexGenerations['open'] = (generation) => {
      const opened = generations.open(generation);
      const write: typeof opened.write = async (...call) => {
        if (generation.number === second.number) await generations.drop(second);
        return opened.write(...call);
      };
      return { ...opened, write };
    };

    const written = generationalChunkIndex({ ...generations, open }).write([indexedChunk('alpha new')], ACCESS);

    await expect(written).resolves.toEqual([]);
    expect((await generations.list()).map(({ number }) => number)).toEqual([1]);
  });

  it('writes vectors to generations of their own embedder alone, though all are of one length', async () => {
    const { index, generations, first, second } = await building(OTHER);
    const counts = () => Promise.all([first, second].map((each) => generations.open(each).count()));

    await index.write([indexedChunk('alpha new', { position: 1 })], { ...ACCESS, embedder: OTHER });
    const ofOther = await counts();
    await index.write([indexedChunk('alpha newer', { position: 2 })], ACCESS);

    expect(ofOther).toEqual([1, 1]);
    expect(await counts()).toEqual([2, 1]);
  });

  it('takes no vectors of an embedder that no generation is of', async () => {
    const { index, generations, first, second } = await building();
    const embedder = { ...FINGERPRINT, probe: 'another build' };

    const written = index.write([indexedChunk('alpha new', { position: 1 })], { ...ACCESS, embedder });

    await expect(written).rejects.toMatchObject({ name: 'IndexMismatch' });
    expect(await generations.open(first).count()).toBe(1);
    expect(await generations.open(second).count()).toBe(0);
  });
}

function describeReading(building: Building): void {
  it('says of every hit in which it was found, and searches the one that a search names', async () => {
    const { index, generations, first, second } = await building();
    await generations.open(second).write([indexedChunk('alpha copy')], ACCESS);

    const inSecond = await index.searchLexical(['alpha'], { ...SCOPE, generation: second });
    await generations.serve(second);
    const inFirst = await index.searchVector(axis(0), { ...SCOPE, generation: first });
    const served = await index.searchVector(axis(0), SCOPE);

    const seen = [inSecond, inFirst, served].map(([hit]) => [hit?.generation, String(hit?.chunk.text)]);
    expect(seen).toEqual([
      [2, 'alpha copy'],
      [1, 'alpha old'],
      [2, 'alpha copy'],
    ]);
  });

  it('fails a search of one that was dropped, and gives no empty answer', async () => {
    const { index, generations, second } = await building();
    await generations.drop(second);
    const scope = { ...SCOPE, generation: second };

    await expect(index.searchLexical(['alpha'], scope)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    await expect(index.searchVector(axis(0), scope)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('counts chunks by attempt, lists them by page and tells who finds them', async () => {
    const { generations, first } = await building();
    const index = generations.open(first);
    const chunks = Array.from({ length: 250 }, (_, position) => indexedChunk(`w${position}`, { attempt: 2, position }));
    await index.write(chunks, { ...ACCESS, access: ['group:finance', 'user:eva'] });

    const page = await index.chunkPage(ATTEMPT, undefined);
    const rest = await index.chunkPage(ATTEMPT, page.at(-1));

    const ids = [...page, ...rest].map(({ chunkId }) => chunkId);
    expect(new Set(ids).size).toBe(251);
    expect(await index.chunkPage(ATTEMPT, rest.at(-1))).toEqual([]);
    expect((await index.attempts(undefined, 10)).map(({ attempt, chunks: count }) => [attempt, count])).toEqual([
      [1, 1],
      [2, 250],
    ]);
    expect(await index.documentAccess({ tenantId: 'acme', documentId: 'none' })).toBeUndefined();
    expect(await index.documentAccess(ATTEMPT)).toMatchObject({
      tenantId: 'acme',
      documentId: 'd1',
      collection: 'inbox',
    });
    expect(await index.count()).toBe(251);
  });
}
