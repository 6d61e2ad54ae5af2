import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { isHeaded, tableRows } from './table-rows.ts';

/** Gathers the rows of tables that hold data, one table at a time. */
export interface RowCollector {
  /** `isData` false: a table that only sets text side by side; its rows are none. */
  openTable(isData: boolean): void;
  /** Rows of the table that ends here. */
  closeTable(): readonly DraftBlock[];
  openRow(): void;
  openCell(isHeader: boolean): void;
  isInTable(): boolean;
  isInRow(): boolean;
  addCell(text: string): void;
}

interface Row {
  readonly cells: string[];
  isHeader: boolean;
}

export function rowCollector(): RowCollector {
  const tables: (Row[] | undefined)[] = [];
  let closedTables = 0;
  const row = () => tables.at(-1)?.at(-1);
  return {
    openTable: (isData) => {
      tables.push(isData ? [] : undefined);
    },
    closeTable: () => {
      const rows = tables.pop() ?? [];
      return rows.length === 0 ? [] : draftRows(rows, closedTables++);
    },
    openRow: () => {
      tables.at(-1)?.push({ cells: [], isHeader: true });
    },
    openCell: (isHeader) => {
      const current = row();
      if (current) current.isHeader &&= isHeader;
    },
    isInTable: () => tables.at(-1) !== undefined,
    isInRow: () => row() !== undefined,
    addCell: (text) => {
      row()?.cells.push(text);
    },
  };
}

function draftRows(rows: readonly Row[], table: number): readonly DraftBlock[] {
  const filled = rows.filter(({ cells }) => cells.some((cell) => cell !== ''));
  const cells = filled.map((row) => trimmed(row.cells));
  const unmarked = filled.findIndex(({ isHeader }) => !isHeader);
  return tableRows(cells, table, unmarked > 0 ? unmarked : Number(isHeaded(cells)));
}

/** Without the empty cells at a row's end, which only pad it. */
function trimmed(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== '') + 1);
}
