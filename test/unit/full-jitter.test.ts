import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fullJitter } from '#shared/domain/full-jitter.ts';

const BACKOFF = { base: 100, cap: 5_000 };

it('takes a share of a bound that doubles with each try and ends at the cap', () => {
  const tries = fc.integer({ min: 1, max: 2_000 });
  fc.assert(
    fc.property(tries, fc.double({ min: 0, max: 1, noNaN: true }), (made, fraction) => {
      expect(fullJitter(made, fraction, BACKOFF)).toBe(fraction * Math.min(5_000, 100 * 2 ** (made - 1)));
    }),
  );
  expect([1, 2, 3, 9].map((made) => fullJitter(made, 1, BACKOFF))).toEqual([100, 200, 400, 5_000]);
});
