import type { Box } from '../../../domain/extraction.ts';

/** Rows of a table with the text of each cell, and where each row stands. */
export interface PdfTable {
  readonly rows: readonly PdfTableRow[];
}

interface PdfTableRow {
  readonly cells: readonly string[];
  readonly box: Box;
}
