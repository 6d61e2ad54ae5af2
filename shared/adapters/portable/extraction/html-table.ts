import { type HtmlNode, visitVisible } from './html-node.ts';
import type { CellSpan } from './row-collector.ts';

/** Characters of a cell on average above which a table only sets text side by side. */
const MAX_AVERAGE_CELL = 300;

/** Whether a table holds data, and is not there to lay out a page: cells side by side, short, and no table within. */
export function isDataTable(table: HtmlNode): boolean {
  if (/^(?:presentation|none)$/.test(table.getAttribute?.('role') ?? '')) return false;
  const seen = { nested: 0, cells: 0, rows: 0, characters: 0 };
  visitVisible(table, {
    enter: (name) => {
      if (name === 'table') seen.nested += 1;
      if (name === 'tr') seen.rows += 1;
      if (name === 'td' || name === 'th') seen.cells += 1;
    },
    leave: () => undefined,
    text: (value) => {
      seen.characters += value.trim().length;
    },
  });
  return seen.nested === 0 && seen.cells > seen.rows && seen.characters <= seen.cells * MAX_AVERAGE_CELL;
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
