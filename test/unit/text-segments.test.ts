import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeEntities, segmentsOf } from '#shared/adapters/local/text-segments.ts';
import type { Entity } from '#shared/domain/entity.ts';

const person = (start: number, end: number): Entity => ({ kind: 'PERSON', start, end, confidence: 0.9 });
const long = fc.array(fc.constantFrom('word', 'Ana', '\n', ' ', 'x'.repeat(700)), { maxLength: 60 });

describe('segmentsOf', () => {
  it('answers for every character once, and shows each with what stands around it', () => {
    fc.assert(
      fc.property(long, (words) => {
        const text = words.join(' ');

        const segments = segmentsOf(text);

        expect(segments.map(({ from, to }) => text.slice(from, to)).join('')).toBe(text);
        for (const { text: part, offset, from, to } of segments) {
          expect(text.startsWith(part, offset)).toBe(true);
          expect(offset).toBe(Math.max(0, from - 300));
          expect(offset + part.length).toBe(Math.min(text.length, to + 300));
        }
      }),
    );
  });

  it('leaves a short text whole, cuts at line ends, and cuts hard where there is no border', () => {
    const lines = `${'l'.repeat(4_000)}\n${'m '.repeat(2_000)}`;

    expect(segmentsOf('')).toEqual([{ text: '', offset: 0, from: 0, to: 0 }]);
    expect(segmentsOf('short')).toEqual([{ text: 'short', offset: 0, from: 0, to: 5 }]);
    expect(segmentsOf(lines)[0]?.to).toBe(4_001);
    expect(segmentsOf('x'.repeat(13_000)).map(({ to }) => to)).toEqual([6_000, 12_000, 13_000]);
  });
});

describe('mergeEntities', () => {
  const segments = [
    { text: '', offset: 0, from: 0, to: 100 },
    { text: '', offset: 70, from: 100, to: 200 },
  ];

  it('keeps an entity at a border once, and covers all that either side found', () => {
    const found = [
      [person(10, 20), person(95, 105)],
      [person(25, 35), person(33, 50), person(60, 70)],
    ];

    expect(mergeEntities(segments, found)).toEqual([
      person(10, 20),
      person(95, 105),
      person(105, 120),
      person(130, 140),
    ]);
  });

  it('leaves to its neighbour what lies in the context alone', () => {
    expect(mergeEntities(segments, [[person(110, 120)], [person(5, 15)]])).toEqual([]);
  });
});
