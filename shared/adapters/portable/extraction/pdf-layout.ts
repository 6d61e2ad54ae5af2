import type { Box } from '../../../domain/extraction.ts';
import { readingOrder } from './pdf-columns.ts';
import { type Line, paragraphsOf } from './pdf-paragraphs.ts';
import { type Row, rowsOf } from './pdf-row.ts';
import type { Rule } from './pdf-rules.ts';
import { pageBox, type Reading, type Span } from './pdf-span.ts';
import { rowGroups } from './pdf-table.ts';
import { columnCells } from './pdf-table-columns.ts';
import { fromTheRight, type PdfTable } from './pdf-table-content.ts';
import { tableParts, withTables } from './pdf-table-places.ts';
import { wholeRows } from './pdf-whole-rows.ts';

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
export function layoutPage(readings: readonly Reading[], rules: readonly Rule[] = []): readonly LayoutBlock[] {
  const [main, ...others] = readings;
  if (main === undefined) return [];
  const { spans, taken } = withTables(main, rules, others);
  const left = others.map((reading) => ({ ...reading, spans: reading.spans.filter((span) => !taken.has(span)) }));
  return [
    ...readingBlocks(spans, main.turns, false),
    ...left.flatMap((reading) => readingBlocks(withTables(reading, rules, []).spans, reading.turns, true)),
  ];
}

function readingBlocks(spans: readonly Span[], turns: number, isAside: boolean): readonly LayoutBlock[] {
  return readingOrder(rowsOf(spans))
    .flatMap(tableParts)
    .flatMap(({ table, rows: textRows }): readonly LayoutBlock[] => {
      if (table) return [ruledBlock(table, turns)];
      return rowGroups(textRows).flatMap(({ isTable, rows }) =>
        isTable ? [tableBlock(rows, turns)] : textBlocks(rows, turns, isAside),
      );
    });
}

function ruledBlock({ rows }: PdfTable, turns: number): LayoutBlock {
  return { kind: 'table', rows: rows.map(({ cells, box }) => ({ cells, box: pageBox(box, turns) })) };
}

function tableBlock(rows: readonly Row[], turns: number): LayoutBlock {
  const whole = wholeRows(rows);
  const cells = columnCells(whole.map(({ row }) => row));
  const isRightToLeft = rows.filter((row) => row.isRightToLeft).length > rows.length / 2;
  const ordered = isRightToLeft ? fromTheRight(cells) : cells;
  return {
    kind: 'table',
    rows: whole.map(({ lines }, at) => ({ cells: ordered[at] ?? [], box: pageBox(boxOf(lines), turns) })),
  };
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
