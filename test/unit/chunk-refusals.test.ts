import { describe, expect, it } from 'vitest';
import { assertFewRefused } from '#shared/domain/chunk-refusals.ts';

describe('chunks that the index refused', () => {
  it.each([
    [0, 1],
    [1, 10],
    [7, 70],
    [10_000, 100_000],
  ])('%i of %i are left out of what is published', (refused, chunks) => {
    expect(() => assertFewRefused({ refused, chunks })).not.toThrow();
  });

  it.each([
    [1, 1],
    [1, 9],
    [2, 10],
    [50, 50],
  ])('%i of %i are too many, and the document is rejected', (refused, chunks) => {
    expect(() => assertFewRefused({ refused, chunks })).toThrow(
      expect.objectContaining({ name: 'ChunksRefused', details: { refused, chunks } }),
    );
  });
});
