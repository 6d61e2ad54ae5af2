import type { Row, Segment } from './pdf-row.ts';
import { isHeaded, isNumeric, isYear } from './table-rows.ts';

/** Rows of a table, or rows of running text. */
export interface RowGroup {
  readonly isTable: boolean;
  readonly rows: readonly Row[];
}

/** Rows with one cell, such as sections of a balance sheet, that may stand between rows with several. */
const MAX_SINGLE_ROWS = 3;
/** How far apart neighbouring rows of a table may stand, in font sizes. */
const MAX_ROW_DISTANCE = 3.2;
/** How far the edges of one column's cells may differ, in font sizes. */
const EDGE_TOLERANCE = 0.6;
/** Share of a table's cells, the first of each row apart, that must line up with a cell of another row. */
const MIN_ALIGNED_SHARE = 0.6;

/** Divides rows in reading order into tables and text between them. */
export function rowGroups(rows: readonly Row[]): readonly RowGroup[] {
  const groups: RowGroup[] = [];
  let at = 0;
  while (at < rows.length) {
    const end = tableEnd(rows, at);
    const isTable = end > at;
    const rest = rows.slice(at, isTable ? end : at + 1);
    const last = groups.at(-1);
    if (!isTable && last && !last.isTable) groups[groups.length - 1] = { isTable, rows: [...last.rows, ...rest] };
    else groups.push({ isTable, rows: rest });
    at += rest.length;
  }
  return groups;
}

/** Where the table that starts with row `start` ends; `start` itself when none does. */
function tableEnd(rows: readonly Row[], start: number): number {
  if (!hasCells(rows[start])) return start;
  let end = start + 1;
  for (let at = start + 1; at < rows.length && at - end <= MAX_SINGLE_ROWS; at += 1) {
    if (isFar(rows[at - 1], rows[at])) break;
    if (hasCells(rows[at])) end = at + 1;
  }
  return isAligned(rows.slice(start, end)) ? end : start;
}

function hasCells(row: Row | undefined): boolean {
  return row !== undefined && row.segments.length > 1;
}

function isFar(above: Row | undefined, below: Row | undefined): boolean {
  if (!above || !below) return true;
  const distance = below.baseline - above.baseline;
  return distance <= 0 || distance > MAX_ROW_DISTANCE * Math.max(above.size, below.size);
}

function isAligned(rows: readonly Row[]): boolean {
  const celled = rows.filter(hasCells);
  if (celled.length < 2) return false;
  let cells = 0;
  let aligned = 0;
  for (const [at, row] of celled.entries()) {
    const near = celled.slice(Math.max(0, at - 4), at + 5).filter((other) => other !== row);
    for (const cell of row.segments.slice(1)) {
      cells += 1;
      if (near.some(({ segments }) => segments.slice(1).some((other) => linesUp(cell, other)))) aligned += 1;
    }
  }
  return aligned >= cells * MIN_ALIGNED_SHARE;
}

function linesUp(a: Segment, b: Segment): boolean {
  const tolerance = EDGE_TOLERANCE * Math.max(a.size, b.size);
  const edges = [a.left - b.left, a.right - b.right, (a.left + a.right - b.left - b.right) / 2];
  return edges.some((distance) => Math.abs(distance) <= tolerance);
}

/** Rows that may head a table; more are figures that happen to be words. */
const MAX_HEADER_ROWS = 4;

/** How many of a table's first rows name its columns: those with several cells above the first figure or section. */
export function headerRows(rows: readonly (readonly string[])[]): number {
  if (!rows.some(hasFigure)) return Number(isHeaded(rows));
  const headers = rows.findIndex((cells) => cells.length < 2 || hasFigure(cells));
  return headers <= MAX_HEADER_ROWS ? headers : 0;
}

function hasFigure(cells: readonly string[]): boolean {
  return cells.slice(1).some((cell) => isNumeric(cell) && !isYear(cell));
}
