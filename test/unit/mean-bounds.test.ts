import fc from 'fast-check';
import { expect, it } from 'vitest';
import { meanBounds } from '#shared/domain/mean-bounds.ts';
import { seededRandom } from '#shared/domain/statistics.ts';

const SHARE = { least: 0, most: 1, confidence: 0.95 };
const repeated = (value: number, times: number) => new Array<number>(times).fill(value);

it.each([
  // Exact binomial bounds of Clopper and Pearson: of none in n, 1 - .05^(1/n).
  [0, 10, 1 - 0.05 ** (1 / 10)],
  [0, 149, 1 - 0.05 ** (1 / 149)],
  [3, 50, 0.148],
])('gives the exact upper bound of a share: %i of %i', (hits, cases, expected) => {
  const { high } = meanBounds([...repeated(1, hits), ...repeated(0, cases - hits)], SHARE);

  expect(Math.abs(high - expected)).toBeLessThan(0.05 * expected);
});

it('gives room for what a sample without spread did not show', () => {
  const { low, high } = meanBounds(repeated(0, 10), { least: -1, most: 1, confidence: 0.95 });

  expect(low).toBeLessThan(-0.2);
  expect(high).toBeGreaterThan(0.2);
});

it('errs on one side no more often than it says', () => {
  const random = seededRandom(5);
  const trials = Array.from({ length: 25 }, (_, seed) => {
    const sample = Array.from({ length: 30 }, () => (random() < 0.1 ? 1 : 0));
    return meanBounds(sample, SHARE, seed);
  });

  expect(trials.filter(({ low }) => low > 0.1).length).toBeLessThanOrEqual(4);
  expect(trials.filter(({ high }) => high < 0.1).length).toBeLessThanOrEqual(4);
});

it('keeps the mean between the bounds, and both within what is possible', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
      const { low, high } = meanBounds(values, SHARE);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;

      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(mean + 1e-9);
      expect(high).toBeGreaterThanOrEqual(mean - 1e-9);
    }),
    { numRuns: 8 },
  );
});
