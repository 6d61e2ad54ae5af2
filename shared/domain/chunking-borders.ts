/** A list of offsets in a text at which it may be parted, in order, its two ends not among them. */
export type Borders = (text: string) => readonly number[];

/** After every line. */
export const lineBorders: Borders = (text) => bordersAfter(text, /\n/g);

/** Before every cell of a table row but the first. Extractors part cells by ` | `. */
export const cellBorders: Borders = (text) => bordersAfter(text, / \| /g);

/** After every run of white space. */
export const wordBorders: Borders = (text) => bordersAfter(text, /\s+/g);

/** What ends a sentence, with the quotes and brackets that close behind it. */
const SENTENCE_END = /[.!?…]+["'’”)\]]*\s+|[。！？]+[」』”’）]*\s*|\n\s*\n\s*/g;

/** Words that take a full stop and seldom end a sentence. */
const ABBREVIATIONS = new Set(
  (
    'mr mrs ms dr prof sr jr st mt rev hon gen col lt sgt capt no nos vol pp fig figs eq sec art ch ed eds al vs cf ' +
    'inc ltd co corp llc dept est approx ca jan feb mar apr jun jul aug sep sept oct nov dec'
  ).split(' '),
);

/**
 * After every sentence. A full stop behind an abbreviation or an initial, and one that a small letter follows, ends
 * none: `Intl.Segmenter` would part `Dr. Smith`.
 */
export const sentenceBorders: Borders = (text) => {
  const borders: number[] = [];
  for (const { index, 0: end } of text.matchAll(SENTENCE_END)) {
    const border = index + end.length;
    if (border < text.length && endsSentence(text, index, border)) borders.push(border);
  }
  return borders;
};

/** Longest word looked at before a full stop; what is longer is no abbreviation. */
const MAX_ABBREVIATION = 12;

function endsSentence(text: string, index: number, border: number): boolean {
  if (text[index] !== '.') return true;
  if (/^\p{Ll}/u.test(text.slice(border, border + 2))) return false;
  const word = text.slice(Math.max(0, index - MAX_ABBREVIATION), index).replace(/^.*[^\p{L}.]/su, '');
  return !(ABBREVIATIONS.has(word.toLowerCase()) || /^(?:\p{L}|.*\.\p{L})$/u.test(word));
}

function bordersAfter(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)]
    .map(({ index, 0: { length } }) => index + length)
    .filter((border) => border < text.length);
}
