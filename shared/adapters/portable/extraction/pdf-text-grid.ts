import type { Grid } from './pdf-grid.ts';
import { type Row, rowsOf } from './pdf-row.ts';
import { middleOf, type Span } from './pdf-span.ts';

/** Rows between lines at most for which a table may leave lines between its rows out: a head, the rows, a sum. */
const MAX_OPEN_BANDS = 3;
/** Lines of text from which they may be rows: fewer are cells of several lines. */
const MIN_OPEN_ROWS = 4;
/** Share of the columns that each of these lines has text in. */
const MIN_OPEN_FILL = 0.6;

/**
 * A grid with the lines that its text makes up for: where a table draws none between its rows, lines of text that have
 * the first column and most others are rows; and where it draws none between columns, texts on both sides of another
 * row's line that leave it free are cells.
 */
export function textGrid(drawn: Grid, spans: readonly Span[]): Grid {
  const bands = drawn.ys.slice(1).map((bottom, row) => rowsOf(spansBetween(spans, drawn.ys[row] ?? 0, bottom)));
  const isOpen = bands.length <= MAX_OPEN_BANDS;
  const parts = bands.flatMap((rows, band) =>
    isOpen && areRows(drawn, rows) ? rows.map((row) => ({ band, rows: [row] })) : [{ band, rows }],
  );
  const ys = parts.map((part, at) =>
    part.band === parts[at - 1]?.band ? between(parts[at - 1], part) : (drawn.ys[part.band] ?? 0),
  );
  return {
    ...{ xs: drawn.xs, ys: [...ys, drawn.ys.at(-1) ?? 0] },
    hasWall: (row, column) => {
      const part = parts[row];
      return part !== undefined && (drawn.hasWall(part.band, column) || leaveFree(drawn.xs, column, part.rows));
    },
    hasFloor: (row, column) => {
      const band = parts[row]?.band ?? 0;
      return band === parts[row - 1]?.band || drawn.hasFloor(band, column);
    },
  };
}

function spansBetween(spans: readonly Span[], top: number, bottom: number): readonly Span[] {
  return spans.filter((span) => {
    const [, y] = middleOf(span);
    return y >= top && y < bottom;
  });
}

/** Whether each line of a band fills the first column and most others. */
function areRows({ xs }: Grid, rows: readonly Row[]): boolean {
  const columns = xs.length - 1;
  return (
    columns > 1 &&
    rows.length >= MIN_OPEN_ROWS &&
    rows.every(({ segments }) => {
      const filled = new Set(segments.map(({ left, right }) => xs.findLastIndex((x) => x < (left + right) / 2)));
      return filled.has(0) && filled.size >= columns * MIN_OPEN_FILL;
    })
  );
}

interface Part {
  readonly rows: readonly Row[];
}

/** Halfway between the baseline of one line and the top of the next. */
function between(above: Part | undefined, below: Part): number {
  const [upper, lower] = [above?.rows.at(-1), below.rows[0]];
  return ((upper?.baseline ?? 0) + (lower?.baseline ?? 0) - (lower?.size ?? 0) / 2) / 2;
}

/** Whether texts on both sides of a line, in the fields beside it, leave it free. */
function leaveFree(xs: readonly number[], column: number, rows: readonly Row[]): boolean {
  const [before = 0, x = 0, after = 0] = xs.slice(column - 1, column + 2);
  const segments = rows.flatMap((row) => row.segments);
  if (segments.some(({ left, right }) => left < x - 1 && right > x + 1)) return false;
  const middles = segments.map(({ left, right }) => (left + right) / 2);
  return middles.some((at) => at > before && at < x) && middles.some((at) => at > x && at < after);
}
