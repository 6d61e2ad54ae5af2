import { type HtmlNode, visitVisible } from './html-node.ts';

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
