import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hit, ndcg, precision, recall, reciprocalRank } from '#shared/domain/metrics.ts';

const GRADED = new Map([
  ['a', 3],
  ['b', 2],
  ['c', 1],
  ['d', 0],
]);

it('discounts graded gains by the logarithm of the rank', () => {
  const gained = 2 / Math.log2(2) + 3 / Math.log2(4);
  const best = 3 / Math.log2(2) + 2 / Math.log2(3) + 1 / Math.log2(4);

  expect(ndcg(['b', 'x', 'a'], GRADED, 10)).toBeCloseTo(gained / best, 12);
  expect(ndcg(['b', 'x', 'a'], GRADED, 1)).toBeCloseTo(2 / 3, 12);
});

it('counts relevant items among the first k', () => {
  expect(recall(['a', 'x', 'b'], GRADED, 2)).toBeCloseTo(1 / 3, 12);
  expect(precision(['a', 'x', 'b'], GRADED, 2)).toBe(0.5);
  expect(precision(['a'], GRADED, 10)).toBe(0.1);
});

it('says whether any of the first k is relevant', () => {
  expect(hit(['x', 'c'], GRADED, 2)).toBe(1);
  expect(hit(['x', 'c'], GRADED, 1)).toBe(0);
  expect(hit(['d'], GRADED, 10)).toBe(0);
});

it('gives the reciprocal of the first relevant rank', () => {
  expect(reciprocalRank(['d', 'x', 'c', 'a'], GRADED, 10)).toBeCloseTo(1 / 3, 12);
  expect(reciprocalRank(['d', 'x', 'c', 'a'], GRADED, 2)).toBe(0);
});

it('has no figure for a question to which nothing is relevant', () => {
  expect(ndcg(['a'], new Map([['a', 0]]), 10)).toBeUndefined();
  expect(recall(['a'], new Map([['a', -1]]), 10)).toBeUndefined();
});

const judged = fc
  .uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 2 }), fc.integer({ min: 0, max: 3 })), {
    selector: ([id]) => id,
    minLength: 1,
  })
  .map((pairs) => new Map([...pairs, ['relevant', 1] as const]));

it('is highest for the ideal order and never outside 0 to 1', () => {
  fc.assert(
    fc.property(judged, fc.integer({ min: 1, max: 20 }), (judgements, k) => {
      const ideal = [...judgements].sort(([, a], [, b]) => b - a).map(([id]) => id);

      expect(ndcg(ideal, judgements, k)).toBeCloseTo(1, 12);
      expect(ndcg(ideal.toReversed(), judgements, k)).toBeLessThanOrEqual(1 + 1e-12);
      expect(recall(ideal, judgements, ideal.length)).toBe(1);
    }),
  );
});
