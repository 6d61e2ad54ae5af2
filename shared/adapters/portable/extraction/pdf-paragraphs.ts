import { type Row, rowText } from './pdf-row.ts';
import type { Span } from './pdf-span.ts';

/** A row of running text, its font that of most of it. */
export interface Line extends Pick<Span, 'text' | 'left' | 'right' | 'baseline' | 'size' | 'font'> {
  readonly row: Row;
}

/** Distance of baselines, in font sizes, up to which lines may be of one paragraph when nothing tells the leading. */
const MAX_LEADING = 1.9;
/** How much wider than the region's usual leading the step to a new paragraph is. */
const PARAGRAPH_STEP = 1.25;
/** First-line indents are an em or more. */
const MIN_INDENT = 0.9;
/** Share of the column's width that a paragraph's last line leaves free, when it ends a sentence. */
const SHORT_LINE_SHARE = 0.12;

const BULLET = /^(?:[•‣◦·▪■●○–—*-]|\(?(?:\d{1,3}|[a-z])[.)]|\([ivx]{1,5}\))\s+\S/;

/** Lines that belong together, in order. */
export function paragraphsOf(rows: readonly Row[]): readonly (readonly Line[])[] {
  const lines = rows.map(lineOf);
  const column = {
    left: lines.reduce((least, line) => Math.min(least, line.left), Number.POSITIVE_INFINITY),
    right: lines.reduce((most, line) => Math.max(most, line.right), 0),
    leading: usualLeading(lines),
  };
  const paragraphs: Line[][] = [];
  for (const [at, line] of lines.entries()) {
    const last = paragraphs.at(-1);
    const before = lines[at - 1];
    if (last && before && !startsParagraph(line, before, last, column)) last.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs;
}

export function isListItem(text: string): boolean {
  return BULLET.test(text);
}

function lineOf(row: Row): Line {
  const longest = row.segments.reduce((most, segment) => (segment.text.length > most.text.length ? segment : most));
  return {
    text: rowText(row),
    left: row.segments[0]?.left ?? 0,
    right: row.segments.at(-1)?.right ?? 0,
    baseline: row.baseline,
    size: longest.size,
    font: longest.font,
    row,
  };
}

/** The distance of baselines that most neighbouring lines have, in points. */
function usualLeading(lines: readonly Line[]): number {
  const distances = lines
    .map((line, at) => line.baseline - (lines[at - 1]?.baseline ?? line.baseline))
    .filter((distance, at) => distance > 0 && distance <= MAX_LEADING * (lines[at]?.size ?? 0))
    .sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? 0;
}

interface Column {
  readonly left: number;
  readonly right: number;
  readonly leading: number;
}

function startsParagraph(line: Line, before: Line, paragraph: readonly Line[], column: Column): boolean {
  const distance = line.baseline - before.baseline;
  const farthest = column.leading > 0 ? column.leading * PARAGRAPH_STEP : MAX_LEADING * line.size;
  return (
    distance <= 0 ||
    distance > farthest ||
    Math.abs(line.size - before.size) > 0.08 * Math.max(line.size, before.size) ||
    isListItem(line.text) ||
    (isIndented(line, paragraph) && !goesOn(before, line, column)) ||
    endsShort(before, column) ||
    changesFont(line, before, column)
  );
}

function isIndented(line: Line, paragraph: readonly Line[]): boolean {
  const first = paragraph[0];
  const last = paragraph.at(-1);
  if (!first || !last || isListItem(first.text)) return false;
  // Centred lines begin anywhere, but then their middles agree.
  const isCentred = Math.abs(line.left + line.right - last.left - last.right) < line.size;
  return !isCentred && line.left - last.left > MIN_INDENT * line.size;
}

/**
 * Whether a sentence runs on in small letters below a whole line: entries of lists of works are set so, and items whose
 * sign the font does not tell. Lines of programs are shorter.
 */
function goesOn(before: Line, line: Line, column: Column): boolean {
  return /^\p{Ll}/u.test(line.text) && !leavesRoom(before, column) && !/[.!?:;]["”’)]*$/u.test(before.text);
}

function endsShort(before: Line, column: Column): boolean {
  return leavesRoom(before, column) && /[.!?:;]["”’)]*$/u.test(before.text);
}

/** From a short line in one font to a line in another: a heading has ended, or begins. */
function changesFont(line: Line, before: Line, column: Column): boolean {
  return line.font !== before.font && leavesRoom(before, column);
}

function leavesRoom(line: Line, { left, right }: Column): boolean {
  return right - line.right > (right - left) * SHORT_LINE_SHARE;
}
