import { type HtmlNode, visitVisible } from './html-node.ts';
import type { CellSpan } from './row-collector.ts';

/** Characters of a cell on average above which a table only sets text side by side, and of any cell beside a table. */
const MAX_AVERAGE_CELL = 300;

/**
 * Whether a table holds data, and is not there to lay out a page: cells side by side, and short. One that has tables
 * within does where each row has cells side by side and none is long, so that they are no more than parts of cells. In
 * documents where tables `areMeant`, as in Word's, cells below each other are data too.
 */
export function isDataTable(table: HtmlNode, areMeant: boolean): boolean {
  if (/^(?:presentation|none)$/.test(table.getAttribute?.('role') ?? '')) return false;
  const { rows, nested } = shapeOf(table);
  const lengths = rows.flat();
  const isSideBySide = lengths.length > rows.length || (areMeant && lengths.length > 1);
  if (nested > 0) {
    const isPlain = rows.every(({ length }) => length > 1) && lengths.every((length) => length <= MAX_AVERAGE_CELL);
    return isPlain && rows.length > 1;
  }
  return isSideBySide && lengths.reduce((sum, length) => sum + length, 0) <= lengths.length * MAX_AVERAGE_CELL;
}

/** A table's own rows with the characters of each cell, tables within it included, and how many of these there are. */
function shapeOf(table: HtmlNode) {
  const rows: number[][] = [];
  let [depth, nested] = [0, 0];
  visitVisible(table, {
    enter: (name) => {
      if (name === 'table') [depth, nested] = [depth + 1, nested + 1];
      if (depth > 0) return;
      if (name === 'tr') rows.push([]);
      if (name === 'td' || name === 'th') rows.at(-1)?.push(0);
    },
    leave: (name) => {
      if (name === 'table') depth -= 1;
    },
    text: (value) => {
      const row = rows.at(-1);
      if (row && row.length > 0) row[row.length - 1] = (row.at(-1) ?? 0) + value.trim().length;
    },
  });
  return { rows, nested };
}

/** Columns that browsers let a cell take, at most, and rows; 0 rows are all that are left. */
const MAX_COLUMNS = 1_000;
const MAX_ROWS = 65_534;

/** How many columns and rows a cell takes, as browsers read it. */
export function spanOf(cell: HtmlNode): CellSpan {
  const rows = spanAttribute(cell, 'rowspan');
  return {
    columns: Math.min(spanAttribute(cell, 'colspan') || 1, MAX_COLUMNS),
    rows: Math.min(rows === 0 ? MAX_ROWS : (rows ?? 1), MAX_ROWS),
  };
}

function spanAttribute(cell: HtmlNode, name: string): number | undefined {
  const [, digits] = /^\s*(\d{1,9})/.exec(cell.getAttribute?.(name) ?? '') ?? [];
  return digits === undefined ? undefined : Number(digits);
}
