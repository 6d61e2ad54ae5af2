import { sentenceBorders } from './chunking-borders.ts';

/** A sentence, a table row, a list item or a heading of a passage: the smallest thing that is quoted. */
export interface Sentence {
  /** Offsets in the passage's text, without white space at the ends. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'sentence' | 'table-row';
}

/** Extractors part the cells of a table row by this. */
export const CELL_SEPARATOR = ' | ';

/** What begins an item of a list: a bullet, or a number or letter with a bracket or full stop. */
const LIST_MARKER = /^[ \t]*(?:[-*•‣◦·–]|\(?(?:\d{1,3}|[a-zA-Z])[.)])[ \t]+\S/u;

/** A sentence that is a marker alone, or an inner number such as `4.2.`: it belongs to what follows. */
const BARE_MARKER = /^\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z])[.)]$/u;

/** Share of a paragraph's longest line below which a line was ended on purpose and not wrapped. */
const WRAPPED_SHARE = 0.6;

/**
 * Sentences of a passage in order. Lines of a table and items of a list stand alone; a line break inside a paragraph
 * parts sentences only where a line was ended on purpose, such as behind a heading.
 */
export function splitSentences(text: string): Sentence[] {
  return linesOf(text).flatMap((line) =>
    line.kind === 'table-row' ? [line] : sentencesOf(text, line.start, line.end),
  );
}

function linesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  for (const { index, 0: paragraph } of text.matchAll(/(?:[^\n]|\n(?![ \t]*\n))+/g)) {
    found.push(...groupsOf(paragraph, index).map((group) => trimmed(text, group)));
  }
  return found;
}

/** Lines of a paragraph that run on, put together. */
function groupsOf(paragraph: string, offset: number): Sentence[] {
  const lines = [...paragraph.matchAll(/[^\n]+/g)].filter(({ 0: line }) => line.trim() !== '');
  const longest = Math.max(0, ...lines.map(({ 0: line }) => line.length));
  const groups: Sentence[] = [];
  let before = '';
  for (const { index, 0: line } of lines) {
    const kind = line.includes(CELL_SEPARATOR) ? 'table-row' : 'sentence';
    const start = offset + index;
    const last = groups.at(-1);
    if (last !== undefined && last.kind === kind && runsOn(before, line, longest)) {
      groups[groups.length - 1] = { ...last, end: start + line.length };
    } else {
      groups.push({ start, end: start + line.length, kind });
    }
    before = line;
  }
  return groups;
}

function runsOn(before: string, line: string, longest: number): boolean {
  if (line.includes(CELL_SEPARATOR) || LIST_MARKER.test(line)) return false;
  const wasWrapped = before.length >= longest * WRAPPED_SHARE;
  return wasWrapped || /^\s*\p{Ll}/u.test(line) || /[,;-]\s*$/.test(before);
}

function sentencesOf(text: string, start: number, end: number): Sentence[] {
  const own = text.slice(start, end);
  const borders = [...sentenceBorders(own), own.length];
  const sentences: Sentence[] = [];
  let from = 0;
  for (const border of borders) {
    // A marker waits for what it marks.
    if (BARE_MARKER.test(own.slice(from, border).trim()) && border < own.length) continue;
    sentences.push(trimmed(text, { start: start + from, end: start + border, kind: 'sentence' }));
    from = border;
  }
  return sentences;
}

function trimmed(text: string, { start, end, kind }: Sentence): Sentence {
  const own = text.slice(start, end);
  const from = start + own.length - own.trimStart().length;
  return { start: from, end: from + own.trim().length, kind };
}
