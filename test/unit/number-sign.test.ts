import { expect, it } from 'vitest';
import { numberSign } from '#shared/adapters/portable/extraction/number-sign.ts';

it.each([
  [7, 'decimal', '7'],
  [7, 'decimalZero', '07'],
  [1994, 'upperRoman', 'MCMXCIV'],
  [4, 'lowerRoman', 'iv'],
  [3, 'upperLetter', 'C'],
  [28, 'lowerLetter', 'bb'],
  [0, 'lowerLetter', undefined],
  [4_000, 'upperRoman', undefined],
  [100_000, 'lowerLetter', undefined],
  [1, 'chicago', undefined],
])('writes %i as %s', (number, format, sign) => {
  expect(numberSign(number, format)).toBe(sign);
});
