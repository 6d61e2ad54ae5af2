import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  bootstrap,
  bootstrapMean,
  leastSquaresSlope,
  pairedRandomisation,
  percentile,
  seededRandom,
} from '#shared/domain/statistics.ts';

it('puts an interval around the mean that narrows as the sample grows', () => {
  const random = seededRandom(1);
  const sample = (size: number) => bootstrapMean(Array.from({ length: size }, random));

  const [few, many] = [sample(20), sample(500)];

  expect(few.low).toBeLessThan(few.value);
  expect(few.high).toBeGreaterThan(few.value);
  expect(many.high - many.low).toBeLessThan(few.high - few.low);
});

it('holds the true mean in about 95 % of samples', () => {
  const random = seededRandom(2);
  const hits = Array.from({ length: 100 }, (_, at) => bootstrapMean(Array.from({ length: 50 }, random), at)).filter(
    ({ low, high }) => low <= 0.5 && 0.5 <= high,
  );

  expect(hits.length).toBeGreaterThanOrEqual(88);
});

it('gives the same figures for the same seed', () => {
  expect(bootstrapMean([0, 1, 1, 0.5], 7)).toEqual(bootstrapMean([0, 1, 1, 0.5], 7));
});

it('puts an interval around any figure of a sample', () => {
  const { value, low, high } = bootstrap([1, 2, 3, 4, 90], (sample) => percentile(sample, 50));

  expect([value, low, high]).toEqual([3, 1, 90]);
});

it('has no figure for no values', () => {
  expect(bootstrapMean([])).toEqual({ value: Number.NaN, low: Number.NaN, high: Number.NaN });
});

it('tells a steady difference from chance', () => {
  const random = seededRandom(3);
  const base = Array.from({ length: 60 }, random);

  expect(pairedRandomisation(base, base)).toBe(1);
  expect(
    pairedRandomisation(
      base,
      base.map((value) => value + 0.1),
    ),
  ).toBeLessThan(0.001);
  expect(
    pairedRandomisation(
      base,
      base.map((value) => value + random() - 0.5),
    ),
  ).toBeGreaterThan(0.01);
});

it('pairs figures of the same cases alone', () => {
  expect(() => pairedRandomisation([1], [1, 2])).toThrow(RangeError);
});

it('takes the nearest rank for a percentile', () => {
  expect([0, 50, 95, 100].map((percent) => percentile([5, 1, 4, 2, 3], percent))).toEqual([1, 3, 5, 5]);
  expect(percentile([], 50)).toBeNaN();
});

it('draws numbers of at least 0 and below 1', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = seededRandom(seed);
      const drawn = Array.from({ length: 20 }, random);

      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...drawn)).toBeLessThan(1);
    }),
  );
});

it('finds the slope of a line whatever its height, and the trend in noise around it', () => {
  const random = seededRandom(4);
  const line = Array.from({ length: 200 }, (_, x) => ({ x, y: 3 * x + 40 }));
  const noisy = line.map(({ x, y }) => ({ x, y: y + random() - 0.5 }));

  expect(leastSquaresSlope(line)).toBeCloseTo(3, 10);
  expect(leastSquaresSlope(noisy)).toBeCloseTo(3, 2);
  expect(leastSquaresSlope([{ x: 1, y: 2 }])).toBeNaN();
});
