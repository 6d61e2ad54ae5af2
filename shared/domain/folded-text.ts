/** Stands for a character that is not to be seen, such as a zero-width space; every pattern may skip it. */
export const HIDDEN = '\u00ad';

/** Source of a pattern for what may part the characters of one value: blanks, dashes, dots and one line break. */
export const GAP = `[ ${HIDDEN}.-]{0,3}(?:\\n[ ${HIDDEN}]{0,8})?`;

const FOLDABLE = /[^\x20-\x7e\n]/gu;

/**
 * The text in plain signs, of the same length, so that offsets stay: any script's digits become 0 to 9, wide letters
 * narrow ones, every dash `-`, every blank a space, and what cannot be seen `HIDDEN`. Letters with accents stay.
 */
export function foldText(text: string): string {
  return text.replace(FOLDABLE, (sign) => foldSign(sign).padEnd(sign.length, HIDDEN));
}

function foldSign(sign: string): string {
  if (/\p{Nd}/u.test(sign)) return digitOf(sign);
  if (/[\p{Pd}\u2212]/u.test(sign)) return '-';
  if (/\p{Cf}|\u034f/u.test(sign)) return HIDDEN;
  if (/[\f\v\u2028\u2029]/.test(sign)) return '\n';
  return /\s/u.test(sign) ? ' ' : wideToNarrow(sign);
}

/** Digits of a script stand in a row of ten in Unicode, so that a digit's value is its distance from the row's start. */
function digitOf(sign: string): string {
  const plain = sign.normalize('NFKC');
  if (/^[0-9]$/.test(plain)) return plain;
  const code = Number(sign.codePointAt(0));
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

function wideToNarrow(sign: string): string {
  const code = sign.charCodeAt(0);
  // Full-width forms stand 0xFEE0 above the ASCII sign that they widen. Source: Unicode block FF00-FFEF.
  return code >= 0xff01 && code <= 0xff5e ? String.fromCharCode(code - 0xfee0) : sign;
}
