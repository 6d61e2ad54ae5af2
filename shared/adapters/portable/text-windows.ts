/** A word or a single sign of a text, by its offsets. */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A run of words that a model reads at once, as indexes into the text's words; `last` is included. */
export interface Window {
  readonly first: number;
  readonly last: number;
}

/**
 * Characters of a window. The name model was trained on short messages: past 480 its recall falls, and 480 characters
 * never make more than the 510 tokens that it can read.
 */
const WINDOW_LENGTH = 480;

/** Characters that neighbouring windows share, so that every word is seen with words on both of its sides. */
const OVERLAP_LENGTH = 80;

/** Letters and digits that stand together, or one other sign, as BERT's pre-tokenizer parts them. */
const WORD = /[\p{L}\p{M}\p{N}\p{Cf}]+|[^\s\p{L}\p{M}\p{N}\p{Cf}]/gv;

/** The words of a text, without white space. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    text: word,
    start: index,
    end: index + word.length,
  }));
}

/** Windows that cover all words, in order, each overlapping the next. */
export function windowsOver(words: readonly Word[]): Window[] {
  const windows: Window[] = [];
  let first = 0;
  while (first < words.length) {
    const last = lastWithin(words, first);
    windows.push({ first, last });
    if (last === words.length - 1) break;
    first = nextFirst(words, first, last);
  }
  return windows;
}

/** How far a word stands from where its window cuts the text, in characters; the ends of the text cut nothing. */
export function marginOf(words: readonly Word[], window: Window, at: number): number {
  const before = window.first === 0 ? Number.POSITIVE_INFINITY : startOf(words, at) - startOf(words, window.first);
  const after =
    window.last === words.length - 1 ? Number.POSITIVE_INFINITY : startOf(words, window.last) - startOf(words, at);
  return Math.min(before, after);
}

function lastWithin(words: readonly Word[], first: number): number {
  const limit = startOf(words, first) + WINDOW_LENGTH;
  let last = first;
  while ((words[last + 1]?.end ?? Number.POSITIVE_INFINITY) <= limit) last += 1;
  return last;
}

/** Always past `first`, also when a single word is longer than a window. */
function nextFirst(words: readonly Word[], first: number, last: number): number {
  const from = startOf(words, last) - OVERLAP_LENGTH;
  let next = last;
  while (next - 1 > first && startOf(words, next - 1) >= from) next -= 1;
  return Math.max(next, first + 1);
}

function startOf(words: readonly Word[], at: number): number {
  return words[at]?.start ?? 0;
}
