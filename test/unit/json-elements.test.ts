import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonElements } from '#shared/domain/json-elements.ts';

const claim = fc.record({
  text: fc.string({ unit: 'grapheme' }),
  quote: fc.string(),
  page: fc.record({ box: fc.array(fc.nat()) }),
});

it('gives the elements of an array whole and in order, wherever their text is cut', () => {
  fc.assert(
    fc.property(
      fc.array(claim, { maxLength: 5 }),
      fc.array(fc.nat(30), { minLength: 1 }),
      fc.boolean(),
      (claims, cuts, isWide) => {
        const text = JSON.stringify({ claims }, undefined, isWide ? 2 : undefined);
        const reader = jsonElements();

        const elements = piecesOf(text, cuts).flatMap((piece) => reader.push(piece));

        expect(elements.map((element) => JSON.parse(element))).toEqual(claims);
      },
    ),
  );
});

it('gives an element as soon as its last brace is there', () => {
  const reader = jsonElements();

  const given = ['{"claims":[{"text":"a }] b', '"', '}', ',{"te', 'xt":"\\"}"}]}'].map((piece) => reader.push(piece));

  expect(given).toEqual([[], [], ['{"text":"a }] b"}'], [], ['{"text":"\\"}"}']]);
});

it('gives nothing of a text that holds no array of objects', () => {
  const reader = jsonElements();

  expect(reader.push('{"claims": {"text": "a"}, "other": [1, "b"]}')).toEqual([]);
});

/** The text in pieces of these lengths, over and over. */
function piecesOf(text: string, lengths: readonly number[]): string[] {
  const pieces: string[] = [];
  for (let at = 0, turn = 0; at < text.length; turn += 1) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1);
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return pieces;
}
