import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fuse, rankShare } from '#shared/domain/rank-fusion.ts';

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

  it('lets a hit of one side only stand first, whichever side and method it is', () => {
    const [lexical, vector] = [hits({ a: 3, b: 2.9, c: 1 }), hits({ x: 0.9, y: 0.5, z: 0.4 })];
    const first = (vectorWeight: number, method: 'scores' | 'ranks') =>
      fuse({ lexical, vector }, { method, vector: vectorWeight, lexical: 1 - vectorWeight })[0]?.chunkId;

    expect([first(0.9, 'scores'), first(0.1, 'scores')]).toEqual(['x', 'a']);
    expect([first(0.9, 'ranks'), first(0.1, 'ranks')]).toEqual(['x', 'a']);
  });

  it('goes by reciprocal ranks when told so, whatever the scores', () => {
    const model = { ...WEIGHTS, method: 'ranks' } as const;
    const near = fuse({ lexical: hits({ a: 9, b: 8.9 }), vector: hits({ b: 0.9, a: 0.1 }) }, model);
    const far = fuse({ lexical: hits({ a: 99, b: 1 }), vector: hits({ b: 0.2, a: 0.1 }) }, model);

    expect(near.map(({ score }) => score)).toEqual(far.map(({ score }) => score));
    expect(near[0]).toMatchObject({ chunkId: 'b', score: expect.closeTo(0.6 + 0.4 * (61 / 62), 12) });
    expect([rankShare(1), rankShare(undefined)]).toEqual([1, 0]);
  });

  it('weighs a way of asking by its own weights, and others by the common ones', () => {
    const model = { ...WEIGHTS, classes: { identifier: { vector: 0.1, lexical: 0.9 } } };
    const found = { lexical: hits({ words: 2, x: 1 }), vector: hits({ meaning: 0.9, x: 0.1 }) };

    expect(fuse(found, model, 'identifier')[0]).toMatchObject({ chunkId: 'words', score: 0.9 });
    expect(fuse(found, model, 'keywords')[0]).toMatchObject({ chunkId: 'meaning', score: 0.6 });
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
