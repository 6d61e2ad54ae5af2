import { expect, it } from 'vitest';
import { clusteredVectors } from '#infra/local/benchmark/clustered-vectors.ts';
import { exactNeighbours } from '#infra/local/benchmark/exact-neighbours.ts';
import { measureScale } from '#infra/local/benchmark/measure-scale.ts';
import { SCALE_FINGERPRINT } from '#infra/local/benchmark/scale-corpus.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { textAnalyzer } from '#shared/adapters/portable/text-analyzer.ts';
import { cosineSimilarity } from '#shared/domain/vector.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';

const analyzer = textAnalyzer();
const SIZE = { name: 'small', chunks: 60, writers: 2, note: () => undefined };

async function recallsOf(changed: (index: ChunkIndex) => ChunkIndex): Promise<number[]> {
  const index = sqliteChunkIndex(openIndexFiles(':memory:'), { analyzer });
  await index.prepare(SCALE_FINGERPRINT);
  const rows = await measureScale(changed(index), analyzer, SIZE);
  return rows.filter(({ name }) => name.endsWith('recall@10')).map(({ value }) => value);
}

it('vectors of one document are nearer than those of one subject, and these than others', () => {
  const vectors = clusteredVectors(1, 64);
  const [first, second, sameSubject, other] = [0, 0, 1, 40].map((document) => vectors.passage(document));
  const near = (to: readonly number[] = []) => cosineSimilarity(first ?? [], to);

  expect(near(second)).toBeGreaterThan(near(sameSubject));
  expect(near(sameSubject)).toBeGreaterThan(near(other));
});

it('exact neighbours are those that are seen, nearest first', () => {
  const exact = exactNeighbours(3, 2);
  for (const [id, angle] of [
    ['far', 1.5],
    ['near', 0.1],
    ['unseen', 0],
  ] as const) {
    exact.add(id, [Math.cos(angle), Math.sin(angle)]);
  }

  const found = exact.nearest([1, 0], 2, (number) => number !== 2);

  expect(found.map(({ id }) => id)).toEqual(['near', 'far']);
  expect(exact.similarity('unseen', [1, 0])).toBeCloseTo(1, 6);
});

it('an index that compares every vector finds what is nearest, whatever share of it may be read', async () => {
  const recalls = await recallsOf((index) => index);

  expect(recalls).toHaveLength(3);
  for (const recall of recalls) expect(recall).toBeGreaterThan(0.95);
});

it('an index that leaves out every second hit loses as much recall', async () => {
  const recalls = await recallsOf((index) => ({
    ...index,
    searchVector: async (...search) => (await index.searchVector(...search)).filter((_, at) => at % 2 === 0),
  }));

  for (const recall of recalls) expect(recall).toBeCloseTo(0.5, 1);
});
