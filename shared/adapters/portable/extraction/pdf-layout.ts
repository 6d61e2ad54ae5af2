import type { Box } from '../../../domain/extraction.ts';
import { joinLines } from '../../../domain/extraction-lines.ts';
import { readingOrder } from './pdf-columns.ts';
import { type Line, paragraphsOf } from './pdf-paragraphs.ts';
import { type Row, rowsOf } from './pdf-row.ts';
import type { Rule } from './pdf-rules.ts';
import { type PageView, type PdfTextItem, pageBox, readingsOf } from './pdf-span.ts';
import { rowGroups } from './pdf-table.ts';
import { columnCells } from './pdf-table-columns.ts';
import type { PdfTable } from './pdf-table-content.ts';
import { tableParts, withTables } from './pdf-table-places.ts';

/** A block before the whole document is known, which decides about headings and hyphens. */
export type LayoutBlock =
  | {
      readonly kind: 'text';
      readonly lines: readonly Line[];
      readonly box: Box;
      /** Whether it runs in another direction than most of the page: a stamp, or a label of an axis. */
      readonly isAside: boolean;
    }
  | ({ readonly kind: 'table' } & PdfTable);

/** A page's text in reading order. `rules` are the lines that the page draws. */
export function layoutPage(
  items: readonly PdfTextItem[],
  view: PageView,
  rules: readonly Rule[] = [],
): readonly LayoutBlock[] {
  return readingsOf(items, view).flatMap(({ turns, spans }, rank) =>
    readingOrder(rowsOf(withTables(spans, rules, turns)))
      .flatMap(tableParts)
      .flatMap(({ table, rows: textRows }): readonly LayoutBlock[] => {
        if (table) return [ruledBlock(table, turns)];
        return rowGroups(textRows).flatMap(({ isTable, rows }) =>
          isTable ? [tableBlock(rows, turns)] : textBlocks(rows, turns, rank > 0),
        );
      }),
  );
}

function ruledBlock({ rows }: PdfTable, turns: number): LayoutBlock {
  return { kind: 'table', rows: rows.map(({ cells, box }) => ({ cells, box: pageBox(box, turns) })) };
}

function tableBlock(rows: readonly Row[], turns: number): LayoutBlock {
  const whole = wholeRows(rows);
  const cells = columnCells(whole.flatMap((lines) => lines.at(-1) ?? []));
  return {
    kind: 'table',
    rows: whole.map((lines, at) => ({
      cells: lines.length === 1 ? (cells[at] ?? []) : [labelOf(lines), ...(cells[at] ?? []).slice(1)],
      box: pageBox(boxOf(lines), turns),
    })),
  };
}

/** Lines of each row: a label that goes on in small letters on the next line belongs to it. */
function wholeRows(rows: readonly Row[]): readonly (readonly Row[])[] {
  const whole: Row[][] = [];
  for (const row of rows) {
    const above = whole.at(-1);
    const label = above?.at(-1)?.segments ?? [];
    const goesOn =
      label.length === 1 && !/:$/.test(label[0]?.text ?? '') && /^\p{Ll}/u.test(row.segments[0]?.text ?? '');
    if (above && goesOn) above.push(row);
    else whole.push([row]);
  }
  return whole;
}

function labelOf(lines: readonly Row[]): string {
  return joinLines(
    lines.map(({ segments }) => segments[0]?.text ?? ''),
    new Set(),
  );
}

function textBlocks(rows: readonly Row[], turns: number, isAside: boolean): readonly LayoutBlock[] {
  return paragraphsOf(rows).map((lines) => ({
    kind: 'text',
    lines,
    box: pageBox(boxOf(lines.map(({ row }) => row)), turns),
    isAside,
  }));
}

/** Share of a font's size that stands above the baseline, and below it, in common fonts. */
const ASCENT = 0.8;
const DESCENT = 0.22;

function boxOf(rows: readonly Row[]): Box {
  const left = Math.min(...rows.map(({ segments }) => segments[0]?.left ?? 0));
  const right = Math.max(...rows.flatMap(({ segments }) => segments.map((segment) => segment.right)));
  const top = Math.min(...rows.map(({ baseline, size }) => baseline - size * ASCENT));
  const bottom = Math.max(...rows.map(({ baseline, size }) => baseline + size * DESCENT));
  return { x: left, y: top, width: right - left, height: bottom - top };
}
