import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Operators } from './pdf-operators.ts';
import type { PdfTextItem } from './pdf-span.ts';

/** Letters and marks of scripts that run from right to left; digits run from left to right in them too. */
const RIGHT_TO_LEFT = /[\u0590-\u05f4\u0600-\u065f\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Texts with the letters of each ligature in the order in which they are read: pdf.js turns the signs of a line from
 * right to left around one by one, and so also those that a file writes as one, such as the common one of lam and alef.
 * A text whose signs are not those that the page draws stays as it is.
 *
 * @param items with their signs as the file has them, not normalised
 */
export function withMendedLigatures(items: readonly PdfTextItem[], operators: Operators): readonly PdfTextItem[] {
  const signs = drawnSigns(operators);
  let at = 0;
  return items.map((item) => {
    const end = endOf(item.str.replace(/\s/g, '').length, signs, at);
    const own = signs.slice(at, end);
    at = end;
    return isRightToLeft(item) ? { ...item, str: inOrder(item.str, own) } : item;
  });
}

/** Whether a text may hold a ligature of these scripts. */
export function isRightToLeft({ str, dir }: PdfTextItem): boolean {
  return dir === 'rtl' && str.length > 1;
}

/** Where the signs end that make up so many characters. */
function endOf(characters: number, signs: readonly string[], from: number): number {
  let at = from;
  for (let left = characters; left > 0 && at < signs.length; at += 1) left -= signs[at]?.length ?? 0;
  return at;
}

/** `text` with its letters from right to left as `signs`, drawn from left to right, say. */
function inOrder(text: string, signs: readonly string[]): string {
  const lettersOf = (part: string) => [...part].filter((each) => RIGHT_TO_LEFT.test(each));
  const turned = signs.flatMap(lettersOf).reverse();
  if (turned.join('') !== lettersOf(text).join('')) return text;
  const letters = signs.toReversed().flatMap(lettersOf);
  let next = 0;
  return [...text].map((each) => (RIGHT_TO_LEFT.test(each) ? (letters[next++] ?? each) : each)).join('');
}

/** Texts of the glyphs that are drawn, without white space. */
function drawnSigns({ fnArray, argsArray }: Operators): readonly string[] {
  return fnArray.flatMap((operator, at) => {
    if (operator !== OPS.showText) return [];
    const args = argsArray[at];
    const glyphs: unknown = Array.isArray(args) ? args[0] : undefined;
    return (Array.isArray(glyphs) ? glyphs : []).map(signOf).filter((sign) => sign !== '');
  });
}

/** As pdf.js takes it: nothing of white space, and of marks that only say how text is laid out. */
function signOf(glyph: unknown): string {
  const isSign = typeof glyph === 'object' && glyph !== null && 'unicode' in glyph;
  const sign = isSign && typeof glyph.unicode === 'string' ? glyph.unicode : '';
  return /^\s|\p{Cf}$/u.test(sign) ? '' : sign.replace(/\s/g, '');
}
