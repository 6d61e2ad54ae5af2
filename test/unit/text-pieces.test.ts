import fc from 'fast-check';
import { expect, it } from 'vitest';
import { textPieces } from '#shared/adapters/aws/text-pieces.ts';

const LIMITS = { maxBytes: 60, overlap: 8 };

it('cuts any text into pieces that are small enough, overlap and leave nothing out', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const pieces = textPieces(text, LIMITS);

      let covered = 0;
      for (const { text: piece, start } of pieces) {
        expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(LIMITS.maxBytes);
        expect(text.slice(start, start + piece.length)).toBe(piece);
        expect(start).toBeLessThanOrEqual(Math.max(0, covered - 1));
        covered = start + piece.length;
      }
      expect(covered).toBe(text.length);
      expect(
        pieces
          .map(({ text: piece }) => piece)
          .join('')
          .isWellFormed(),
      ).toBe(text.isWellFormed());
    }),
  );
});

it('leaves a text that fits whole, an empty one too', () => {
  expect(textPieces('Ana Ruiz', LIMITS)).toEqual([{ text: 'Ana Ruiz', start: 0 }]);
  expect(textPieces('', LIMITS)).toEqual([{ text: '', start: 0 }]);
});

it('cuts at white space where there is some near', () => {
  const [first] = textPieces(`${'a'.repeat(54)} ${'b'.repeat(60)}`, LIMITS);

  expect(first?.text).toBe(`${'a'.repeat(54)} `);
});
