import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromByteVector, toByteVector } from '#shared/adapters/local/byte-vector.ts';
import { cosineSimilarity, toUnitLength } from '#shared/domain/vector.ts';

describe('toByteVector', () => {
  it('keeps the direction of any vector', () => {
    const numbers = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 384, maxLength: 384 }), (vector) => {
        fc.pre(Math.hypot(...vector) > 0.1);

        const kept = fromByteVector(toByteVector(vector));

        expect(cosineSimilarity(kept, toUnitLength(vector))).toBeGreaterThan(0.99);
      }),
    );
  });

  it('takes a vector without direction', () => {
    expect(fromByteVector(toByteVector([0, 0]))).toEqual([0, 0]);
  });
});
