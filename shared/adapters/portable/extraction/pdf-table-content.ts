import type { Box } from '../../../domain/extraction.ts';

/** Rows of a table with the text of each cell, and where each row stands. */
export interface PdfTable {
  readonly rows: readonly PdfTableRow[];
}

interface PdfTableRow {
  readonly cells: readonly string[];
  readonly box: Box;
}

/** Cells as whoever reads from right to left counts them; rows with one cell stay as they are. */
export function fromTheRight(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const width = Math.max(...rows.map(({ length }) => length));
  return rows.map((cells) =>
    cells.length < 2 ? cells : [...cells, ...Array<string>(width - cells.length).fill('')].reverse(),
  );
}
