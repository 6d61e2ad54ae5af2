import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuse } from '#shared/domain/rank-fusion.ts';

const WEIGHTS = { vector: 0.6, lexical: 0.4 };

describe('fuse', () => {
  it('puts what both sides hold before what one side ranks first', () => {
    const lexical = hits({ words: 9, both: 8, last: 1 });
    const vector = hits({ both: 0.9, meaning: 0.85, last: 0.3 });

    expect(fuse({ lexical, vector }, WEIGHTS)[0]).toEqual({
      chunkId: 'both',
      score: expect.closeTo(0.6 + 0.4 * (7 / 8), 10),
      lexicalRank: 2,
      lexicalShare: 7 / 8,
      vectorRank: 1,
      vectorShare: 1,
      similarity: 0.9,
    });
  });

  it('counts a side whose hits are all alike as found by all', () => {
    expect(fuse({ lexical: hits({ a: 3 }), vector: [] }, WEIGHTS)).toEqual([
      { chunkId: 'a', score: 0.4, lexicalRank: 1, lexicalShare: 1 },
    ]);
  });

  it('orders equals by id, so that two runs agree', () => {
    const fused = fuse({ lexical: hits({ b: 1, a: 1 }), vector: [] }, WEIGHTS);

    expect(fused.map(({ chunkId }) => chunkId)).toEqual(['a', 'b']);
    expect(fuse({ lexical: hits({ a: 1, b: 1 }), vector: [] }, WEIGHTS).map(({ chunkId }) => chunkId)).toEqual([
      'a',
      'b',
    ]);
  });

  it('loses no hit, doubles none, and keeps every score between 0 and 1', () => {
    const side = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.double({ min: -5, max: 5, noNaN: true }));
    fc.assert(
      fc.property(side, side, (lexical, vector) => {
        const fused = fuse({ lexical: hits(lexical), vector: hits(vector) }, WEIGHTS);

        expect(fused.map(({ chunkId }) => chunkId).sort()).toEqual(
          [...new Set([...Object.keys(lexical), ...Object.keys(vector)])].sort(),
        );
        expect(fused.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
      }),
    );
  });

  it('counts a hit that one side gives twice once, at its better rank', () => {
    const lexical = [...hits({ a: 2, b: 1 }), { chunkId: 'a', score: 1 }];

    expect(fuse({ lexical, vector: [] }, WEIGHTS)[0]).toMatchObject({ chunkId: 'a', score: 0.4, lexicalRank: 1 });
  });
});

/** Best first. */
function hits(scores: Readonly<Record<string, number>>) {
  return Object.entries(scores)
    .map(([chunkId, score]) => ({ chunkId, score }))
    .sort((a, b) => b.score - a.score);
}
