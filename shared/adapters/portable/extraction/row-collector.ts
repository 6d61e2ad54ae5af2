import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { gridRows, type SpanningCell } from './table-grid.ts';
import { isHeaded, tableRows } from './table-rows.ts';

/** Gathers the rows of tables that hold data, one table at a time. */
export interface RowCollector {
  /** `isData` false: a table that only sets text side by side; its rows are none. */
  openTable(isData: boolean): void;
  /** Rows of the table that ends here. */
  closeTable(): readonly DraftBlock[];
  openRow(): void;
  /** `span`: how many columns and rows it takes. */
  openCell(isHeader: boolean, span: CellSpan): void;
  isInTable(): boolean;
  isInRow(): boolean;
  addCell(text: string): void;
}

export type CellSpan = Omit<SpanningCell, 'text'>;

const ONE_CELL: CellSpan = { columns: 1, rows: 1 };

interface Row {
  readonly cells: SpanningCell[];
  /** Of the cell that is open. */
  span: CellSpan;
  isHeader: boolean;
}

export function rowCollector({ keepsColumns = false } = {}): RowCollector {
  const tables: (Row[] | undefined)[] = [];
  let closedTables = 0;
  const row = () => tables.at(-1)?.at(-1);
  return {
    openTable: (isData) => {
      tables.push(isData ? [] : undefined);
    },
    closeTable: () => {
      const rows = tables.pop() ?? [];
      return rows.length === 0 ? [] : draftRows(rows, closedTables++, keepsColumns);
    },
    openRow: () => {
      tables.at(-1)?.push({ cells: [], span: ONE_CELL, isHeader: true });
    },
    openCell: (isHeader, span) => {
      const current = row();
      if (current === undefined) return;
      current.isHeader &&= isHeader;
      current.span = span;
    },
    isInTable: () => tables.at(-1) !== undefined,
    isInRow: () => row() !== undefined,
    addCell: (text) => {
      const current = row();
      if (current === undefined) return;
      current.cells.push({ text, ...current.span });
      current.span = ONE_CELL;
    },
  };
}

function draftRows(rows: readonly Row[], table: number, keepsColumns: boolean): readonly DraftBlock[] {
  const texts = gridRows(
    rows.map(({ cells }) => cells),
    () => keepsColumns,
  );
  const kept = rows.flatMap((row, at) =>
    isShown(row, rows[at + 1]) ? [{ ...row, texts: trimmed(texts[at] ?? []) }] : [],
  );
  const unmarked = kept.findIndex(({ isHeader }) => !isHeader);
  const cells = kept.map((row) => row.texts);
  return tableRows(cells, table, unmarked > 0 ? unmarked : Number(isHeaded(cells)));
}

/** Whether a row has text of its own, and more of it than what reaches down into the next, which shows that again. */
function isShown({ cells }: Row, next: Row | undefined): boolean {
  const hasText = (row: Row | undefined) => row?.cells.some(({ text }) => text !== '') ?? false;
  return cells.some(({ text }) => text !== '') && !(cells.every(({ rows }) => rows > 1) && hasText(next));
}

/** Without the empty cells at a row's end, which only pad it. */
function trimmed(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}
