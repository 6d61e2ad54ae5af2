import type { Box } from '../../../domain/extraction.ts';
import { joinLines } from '../../../domain/extraction-lines.ts';
import { runsRightToLeft } from './pdf-direction.ts';
import type { Grid } from './pdf-grid.ts';
import { type Row, rowsOf, rowText } from './pdf-row.ts';
import { middleOf, type Span, type TurnedSpan } from './pdf-span.ts';
import { fromTheRight, type PdfTable } from './pdf-table-content.ts';
import { textGrid } from './pdf-text-grid.ts';
import { gridRows, type SpanningCell } from './table-grid.ts';

/** Cells with text that make a table: fewer are boxes around notes. */
const MIN_FILLED_CELLS = 3;
/** Share of a table's cells that hold text: the fields between a chart's lines of help are empty. */
const MIN_FILLED_SHARE = 0.25;
/** Cells for each field of a grid at least: where most fields are merged, lines draw a picture or a form. */
const MIN_CELL_SHARE = 0.5;
/** The same where no lines are drawn: areas that do not agree on columns are shaded for other reasons. */
const MIN_SHADED_CELL_SHARE = 0.8;
/** Narrowest column that counts without text, in points: two or three signs. */
const MIN_EMPTY_COLUMN = 20;
/** Characters of a cell on average above which lines only frame text, as in HTML; and of any one cell, half a page. */
const MAX_AVERAGE_CELL = 300;
const MAX_CELL = 2_000;

/**
 * The table that a grid makes of the text within it, in the frame of its reading; undefined when it frames no data. Text
 * that runs another way, as names of narrow columns do, is read on its own within its cell.
 */
export function ruledTable(
  drawn: Grid,
  spans: readonly Span[],
  turned: readonly TurnedSpan[],
  isDrawn: boolean,
): PdfTable | undefined {
  const grid = textGrid(drawn, spans);
  const upright = spans.map((span) => ({ span, middle: middleOf(span) }));
  const cells = cellsOf(grid).map((cell) => {
    const [lines, others] = [rowsOf(spansIn(grid, cell, upright)), rowsOf(spansIn(grid, cell, turned))];
    return { ...cell, lines, text: joinLines([...lines, ...others].map(rowText), new Set()) };
  });
  if (cells.length < (isDrawn ? MIN_CELL_SHARE : MIN_SHADED_CELL_SHARE) * (grid.xs.length - 1) * (grid.ys.length - 1))
    return undefined;
  if (!isData(cells.map(({ text }) => text)) || cells.some(({ lines }) => isTable(lines))) return undefined;
  const rows = grid.ys.slice(1).map((_, row) => cells.filter((cell) => cell.row === row));
  const isColumn = (at: number) => isDrawn && (grid.xs[at + 1] ?? 0) - (grid.xs[at] ?? 0) >= MIN_EMPTY_COLUMN;
  const placed = gridRows(rows, isColumn);
  const filled = withoutEmptySides(runsRightToLeft(spans) ? fromTheRight(placed) : placed);
  const ruled = filled.flatMap((texts, row) =>
    rows[row]?.some(({ text }) => text !== '') ? [{ cells: texts, box: rowBox(grid, row) }] : [],
  );
  if (ruled.length < 2 || ruled.every(({ cells: { length } }) => length < 2)) return undefined;
  return { rows: ruled };
}

/** Whether a place is in the grid. */
export function isWithin({ xs, ys }: Pick<Grid, 'xs' | 'ys'>, [x, y]: readonly [number, number]): boolean {
  return x > (xs[0] ?? 0) && x < (xs.at(-1) ?? 0) && y > (ys[0] ?? 0) && y < (ys.at(-1) ?? 0);
}

function isData(texts: readonly string[]): boolean {
  const filled = texts.filter((text) => text !== '');
  const characters = filled.reduce((sum, text) => sum + text.length, 0);
  return (
    filled.length >= Math.max(MIN_FILLED_CELLS, texts.length * MIN_FILLED_SHARE) &&
    characters <= filled.length * MAX_AVERAGE_CELL &&
    filled.every((text) => text.length <= MAX_CELL)
  );
}

/** One field of a grid, or several that no line parts. */
interface GridCell extends Omit<SpanningCell, 'text'> {
  readonly row: number;
  readonly column: number;
}

/** Cells from left to right and from top to bottom. Where lines are missing, cells are rectangles nonetheless. */
function cellsOf(grid: Grid): readonly GridCell[] {
  const [width, height] = [grid.xs.length - 1, grid.ys.length - 1];
  const taken = new Set<number>();
  const cells: GridCell[] = [];
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      if (taken.has(row * width + column)) continue;
      const cell = cellAt(grid, row, column, (at) => taken.has(row * width + at));
      cells.push(cell);
      for (let field = 0; field < cell.rows * cell.columns; field += 1) {
        taken.add((row + Math.floor(field / cell.columns)) * width + column + (field % cell.columns));
      }
    }
  }
  return cells;
}

function cellAt(
  { xs, ys, hasWall, hasFloor }: Grid,
  row: number,
  column: number,
  isTaken: (column: number) => boolean,
) {
  let columns = 1;
  for (let at = column + 1; at < xs.length - 1 && !isTaken(at) && !hasWall(row, at); at += 1) columns += 1;
  const fields = Array.from({ length: columns }, (_, at) => column + at);
  let rows = 1;
  for (let at = row + 1; at < ys.length - 1; at += 1) {
    const goesOn = fields.every((field) => !hasFloor(at, field) && (field === column || !hasWall(at, field)));
    if (!goesOn) break;
    rows += 1;
  }
  return { row, column, rows, columns };
}

function spansIn({ xs, ys }: Grid, { row, column, rows, columns }: GridCell, spans: readonly TurnedSpan[]) {
  const [left = 0, right = 0, top = 0, bottom = 0] = [xs[column], xs[column + columns], ys[row], ys[row + rows]];
  return spans.filter(({ middle: [x, y] }) => x >= left && x < right && y >= top && y < bottom).map(({ span }) => span);
}

/** Whether lines of a cell are rows themselves: then what is drawn frames tables, or parts of one, and is none. */
function isTable(lines: readonly Row[]): boolean {
  return lines.filter(({ segments }) => segments.length > 1).length > 1;
}

/** Without columns at the left that are empty, where lines only run on beyond a table. */
function withoutEmptySides(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const first = Math.min(...rows.map((row) => row.findIndex((text) => text !== '')).filter((at) => at >= 0));
  return Number.isFinite(first) ? rows.map((row) => row.slice(first)) : rows;
}

function rowBox({ xs, ys }: Grid, row: number): Box {
  const [left = 0, right = 0, top = 0, bottom = 0] = [xs[0], xs.at(-1), ys[row], ys[row + 1]];
  return { x: left, y: top, width: right - left, height: bottom - top };
}
