import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineSimilarity, toUnitLength } from '#shared/domain/vector.ts';

const vectors = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 3, maxLength: 3 });

describe('vectors', () => {
  it('are of length 1 once made so, but for the zero vector, which has no direction to keep', () => {
    fc.assert(
      fc.property(vectors, (vector) => {
        const length = Math.hypot(...toUnitLength(vector));

        expect(length === 0 || Math.abs(length - 1) < 1e-9).toBe(true);
      }),
    );
    expect(toUnitLength([0, 0])).toEqual([0, 0]);
  });

  it('are closest to themselves', () => {
    const vector = toUnitLength([1, 2, 3]);

    expect(cosineSimilarity(vector, vector)).toBeCloseTo(1, 10);
    expect(cosineSimilarity(vector, toUnitLength([3, 2, 1]))).toBeLessThan(1);
  });

  it('count what the other lacks as nothing', () => {
    expect(cosineSimilarity([1, 1], [1])).toBe(1);
  });
});
