const ROMAN: readonly (readonly [number, string])[] = [
  ...([
    [1000, 'M'],
    [900, 'CM'],
    [500, 'D'],
    [400, 'CD'],
    [100, 'C'],
    [90, 'XC'],
    [50, 'L'],
    [40, 'XL'],
  ] as const),
  ...([
    [10, 'X'],
    [9, 'IX'],
    [5, 'V'],
    [4, 'IV'],
    [1, 'I'],
  ] as const),
];

/** Letters that one sign repeats at most: Word writes the 27th as `aa`, the 53rd as `aaa`. */
const MAX_REPEATS = 30;
const MAX_ROMAN = 4_000;

/** A number as a format of Word's writes it (ECMA-376, `ST_NumberFormat`); undefined for formats that are not known here. */
export function numberSign(number: number, format: string): string | undefined {
  if (format === 'decimal') return String(number);
  if (format === 'decimalZero') return String(number).padStart(2, '0');
  if (format === 'upperRoman') return roman(number);
  if (format === 'lowerRoman') return roman(number)?.toLowerCase();
  if (format === 'upperLetter') return letters(number);
  return format === 'lowerLetter' ? letters(number)?.toLowerCase() : undefined;
}

function letters(number: number): string | undefined {
  const repeats = Math.ceil(number / 26);
  if (number < 1 || repeats > MAX_REPEATS) return undefined;
  return String.fromCharCode(65 + ((number - 1) % 26)).repeat(repeats);
}

function roman(number: number): string | undefined {
  if (number < 1 || number >= MAX_ROMAN) return undefined;
  let left = number;
  let sign = '';
  for (const [value, letter] of ROMAN) {
    for (; left >= value; left -= value) sign += letter;
  }
  return sign;
}
