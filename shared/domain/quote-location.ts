import { INERT_SIGNS } from './model-markup.ts';
import { PLACEHOLDER } from './placeholder.ts';
import { CELL_SEPARATOR } from './sentence-splitter.ts';

/** Offsets in a text. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Signs that people and models type for one another. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‐': '-',
  '‑': '-',
  '–': '-',
  '—': '-',
  '−': '-',
  // A model copies what it was shown.
  ...Object.fromEntries(Object.entries(INERT_SIGNS).map(([sign, inert]) => [inert, sign])),
};

/** A hyphen at a line's end that only parts a word, white space, or what stands for itself: all but a sign of the above. */
const PART = new RegExp(
  `([-\\u00ad\\u2010][^\\S\\n]*\\n\\s*(?=\\p{Ll}))|(\\s+)|[^-\\s\\u00ad${Object.keys(LOOKALIKES).join('')}]+|[^]`,
  'gu',
);

/**
 * Where a quote stands in a text, as whole words and numbers. White space, line-break hyphens and the kinds of quotation
 * marks and dashes do not count; all else does.
 */
export function locateQuote(text: string, quote: string): Stretch | undefined {
  return quoteFinder(text)(quote);
}

/** Looks for many quotes in one text, as `locateQuote` does for one. */
export function quoteFinder(text: string): (quote: string) => Stretch | undefined {
  const haystack = fold(text);
  return (quote) => {
    const needle = fold(quote).text.trim();
    if (needle === '') return undefined;

    for (let at = haystack.text.indexOf(needle); at >= 0; at = haystack.text.indexOf(needle, at + 1)) {
      const last = at + needle.length - 1;
      const found = { start: Number(haystack.origins[at]), end: Number(haystack.origins[last]) + 1 };
      if (isWhole(text, found)) return found;
    }
    return undefined;
  };
}

interface Folded {
  readonly text: string;
  /** For each character of `text`, its offset in the original. */
  readonly origins: readonly number[];
}

function fold(original: string): Folded {
  const origins: number[] = [];
  let text = '';
  for (const { 0: part, 1: hyphen, 2: spaces, index } of original.matchAll(PART)) {
    if (hyphen !== undefined) continue;
    const shown = spaces === undefined ? (LOOKALIKES[part] ?? part) : ' ';
    text += shown;
    for (let at = 0; at < shown.length; at += 1) origins.push(index + at);
  }
  return { text, origins };
}

/** Whether neither end cuts a word, a number or a placeholder: "1 percent" is not what "21 percent" says. */
function isWhole(text: string, { start, end }: Stretch): boolean {
  return (
    !isInside(text, start) &&
    !isInside(text, end) &&
    ![...text.matchAll(PLACEHOLDER)].some(({ index, 0: { length } }) =>
      [start, end].some((border) => border > index && border < index + length),
    )
  );
}

/** Longest run of signs and digits looked at on either side of a border. */
const NEIGHBOURHOOD = 3;

function isInside(text: string, border: number): boolean {
  const before = text.slice(Math.max(0, border - NEIGHBOURHOOD), border);
  const after = text.slice(border, border + NEIGHBOURHOOD);
  const cutsWord = /[\p{L}\p{M}\p{N}]$/v.test(before) && /^[\p{L}\p{M}\p{N}]/v.test(after);
  const cutsNumber = /\d[.,'’]$/.test(before) && /^\d/.test(after);
  const cutsDecimals = /\d$/.test(before) && /^[.,'’]\d/.test(after);
  const cutsSign = /(?:^|[\s(|])[-−]$/.test(before) && /^\d/.test(after);
  return cutsWord || cutsNumber || cutsDecimals || cutsSign;
}

/** Whether a stretch is one or several whole cells of a table row. */
export function isTableQuote(text: string, { start, end }: Stretch): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', end) < 0 ? text.length : text.indexOf('\n', end);
  const before = text.slice(lineStart, start);
  const after = text.slice(end, lineEnd);
  const isRow = text.slice(lineStart, lineEnd).includes(CELL_SEPARATOR) && !text.slice(start, end).includes('\n');
  return isRow && /(?:^|\|)\s*$/.test(before) && /^\s*(?:\||$)/.test(after);
}

/** Words of a quote; of scripts that part none, its characters. */
export function countWords(text: string): number {
  const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  const spaced = text
    .replace(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu, ' ')
    .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}['’.,\-]]*/gv);
  return unspaced + (spaced?.length ?? 0);
}
