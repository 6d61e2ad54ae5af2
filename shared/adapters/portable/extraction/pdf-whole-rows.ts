import { joinLines } from '../../../domain/extraction-lines.ts';
import { percentile } from '../../../domain/statistics.ts';
import type { Row, Segment } from './pdf-row.ts';
import { isNumeric, isYear } from './table-rows.ts';

/** A row of a table without lines around it, and the lines of text that it takes. */
interface WholeRow {
  readonly row: Row;
  readonly lines: readonly Row[];
}

/** How close below its cell a line goes on, as a share of the usual distance between the table's lines. */
const MAX_WRAP_DISTANCE = 0.85;

/** Share of a table's width, at its left, in which its labels begin, however far they are set in. */
const LABEL_SHARE = 0.2;

/**
 * Rows of a table of which some lines are one: a label that goes on in small letters on the next line, and cells that go
 * on closer below than rows follow each other, such as the names of columns.
 */
export function wholeRows(rows: readonly Row[]): readonly WholeRow[] {
  const mayWrap = wrapping(rows);
  const whole: WholeRow[] = [];
  for (const row of rows) {
    const above = whole.at(-1);
    const joined = above && (withLabel(above, row) ?? (mayWrap(above, row) ? withWrapped(above, row) : undefined));
    if (above && joined) whole[whole.length - 1] = { row: joined, lines: [...above.lines, row] };
    else whole.push({ row, lines: [row] });
  }
  return whole;
}

/** Tells lines that may go on cells above them: close below, without a label, and no figures. */
function wrapping(rows: readonly Row[]): (above: WholeRow, row: Row) => boolean {
  const distances = rows.slice(1).map((row, at) => row.baseline - (rows[at]?.baseline ?? 0));
  const closest = percentile(distances, 50) * MAX_WRAP_DISTANCE;
  const segments = rows.flatMap((row) => row.segments);
  const left = Math.min(...segments.map((segment) => segment.left));
  const right = Math.max(...segments.map((segment) => segment.right));
  const labelsEnd = left + (right - left) * LABEL_SHARE;
  return ({ lines }, row) =>
    row.baseline - (lines.at(-1)?.baseline ?? 0) < closest &&
    row.segments.every((segment) => segment.left > labelsEnd && (!isNumeric(segment.text) || isYear(segment.text)));
}

/** The row with the label above it, where that is all of the line and goes on in the row. */
function withLabel({ row: { segments } }: WholeRow, row: Row): Row | undefined {
  const [[label, ...others], [first, ...cells]] = [segments, row.segments];
  if (label === undefined || first === undefined || others.length > 0 || /:$/.test(label.text)) return undefined;
  if (!/^\p{Ll}/u.test(first.text) || !isBelow(label, first)) return undefined;
  return { ...row, segments: [{ ...first, text: joined(label, first) }, ...cells] };
}

/** The row above with what goes on in this one: each of its texts below a cell of its own. */
function withWrapped({ row: above }: WholeRow, row: Row): Row | undefined {
  const places = row.segments.map((segment) => above.segments.filter((cell) => isBelow(cell, segment)));
  const isOneEach = places.every(({ length }) => length === 1) && new Set(places.flat()).size === row.segments.length;
  if (!isOneEach || above.segments.length < 2) return undefined;
  const segments = above.segments.map((cell) => {
    const next = row.segments.find((segment) => isBelow(cell, segment));
    return next === undefined ? cell : { ...cell, ...reach(cell, next), text: joined(cell, next) };
  });
  return { ...above, segments };
}

function isBelow(above: Segment, below: Segment): boolean {
  return below.left < above.right && below.right > above.left;
}

function joined(above: Segment, below: Segment): string {
  return joinLines([above.text, below.text], new Set());
}

function reach(a: Segment, b: Segment) {
  return { left: Math.min(a.left, b.left), right: Math.max(a.right, b.right) };
}
