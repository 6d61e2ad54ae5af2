import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { singleLine } from '../../../domain/extraction-text.ts';

/** Rows of table number `table`: the cells' text, joined by bars; the first `headers` rows head it. */
export function tableRows(rows: readonly (readonly string[])[], table: number, headers: number): readonly DraftBlock[] {
  return rows
    .map((cells, index) => ({
      kind: 'table-row' as const,
      text: cells.some((cell) => cell.trim() !== '') ? cells.map(singleLine).join(' | ').trim() : '',
      table,
      header: index < headers,
    }))
    .filter(({ text }) => text !== '');
}

/** Whether the first row reads like names of columns: every cell filled, none a number, and rows below it. */
export function isHeaded(rows: readonly (readonly string[])[]): boolean {
  const [first = []] = rows;
  return rows.length > 1 && first.length > 1 && first.every((cell) => /\p{L}/u.test(cell) && !isNumeric(cell));
}

/** A number as tables write it: with currency, sign, brackets, percent or thousands separators. */
export function isNumeric(cell: string): boolean {
  return /^[-+(\s\p{Sc}]*\d[\d.,'\s]*[)%\s\p{Sc}]*$/u.test(cell);
}

/** Years name columns as often as they are figures. */
export function isYear(cell: string): boolean {
  return /^(?:19|20)\d\d$/.test(cell.trim());
}
