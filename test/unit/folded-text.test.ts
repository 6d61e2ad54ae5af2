import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldText } from '#shared/domain/folded-text.ts';

describe('foldText', () => {
  it('keeps the length, so that offsets stay', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(foldText(text)).toHaveLength(text.length);
      }),
    );
  });

  it.each([
    ['Arabic-Indic digits', '٤١١١', '4111'],
    ['Devanagari digits', '४१९', '419'],
    ['full-width signs', '４１＠ａ．ｂ', '41@a.b'],
    ['mathematical digits', '𝟜𝟙', '4\u00ad1\u00ad'],
    ['dashes', '1–2—3−4‑5', '1-2-3-4-5'],
    ['blanks', '1\u00a02\u20093\t4', '1 2 3 4'],
    ['line separators', '1\u20282\f3', '1\n2\n3'],
    ['hidden characters', '1\u200b2\u034f3', '1\u00ad2\u00ad3'],
    ['letters with accents, which stay', 'Núñez Ǻ', 'Núñez Ǻ'],
  ])('makes plain signs of %s', (_what, text, plain) => {
    expect(foldText(text)).toBe(plain);
  });
});
