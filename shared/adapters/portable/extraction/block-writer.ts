import type { BlockKind } from '../../../domain/extraction.ts';
import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { type CellSpan, rowCollector } from './row-collector.ts';

/** Takes a document's parts as they come, nested, and makes blocks of them. */
export interface BlockWriter {
  /** Begins a block; without a kind, of the kind that it stands in. */
  open(kind: BlockKind | undefined, level: number | undefined): void;
  close(): void;
  text(value: string): void;
  lineBreak(): void;
  /** Of a table that is no data, cells are blocks like any other. */
  openTable(isData: boolean): void;
  closeTable(): void;
  openRow(): void;
  closeRow(): void;
  openCell(isHeader: boolean, span: CellSpan): void;
  closeCell(): void;
  /** Ends the document. */
  end(): readonly DraftBlock[];
}

interface Style {
  readonly kind: BlockKind;
  readonly level: number | undefined;
}

const PLAIN: Style = { kind: 'paragraph', level: undefined };

/** `keepsColumns`: empty columns of tables are no mere space between others. */
export function blockWriter({ keepsColumns = false } = {}): BlockWriter {
  const blocks: (readonly DraftBlock[])[] = [];
  const rows = rowCollector({ keepsColumns });
  const styles: Style[] = [];
  let buffer: string[] = [];

  const style = () => styles.at(-1) ?? PLAIN;
  const take = () => {
    const text = tidy(buffer.join(''), style().kind);
    buffer = [];
    return text;
  };
  const flush = () => {
    const text = take();
    if (text.trim() === '') return;
    // Within a row, what stands outside its cells is one too, so that nothing is lost.
    if (rows.isInRow()) rows.addCell(text);
    else blocks.push([{ ...style(), text }]);
  };
  const flushing =
    <Args extends readonly unknown[], Result>(next: (...args: Args) => Result) =>
    (...args: Args) => {
      flush();
      return next(...args);
    };
  const boundary = () => (rows.isInRow() ? buffer.push(' ') : flush());
  const tables = outerTables(rows.isInRow, boundary);

  return {
    open: (kind, level) => {
      boundary();
      styles.push(kind && !rows.isInTable() ? { kind, level } : style());
    },
    close: () => {
      boundary();
      styles.pop();
    },
    text: (value) => buffer.push(style().kind === 'code' ? value : value.replace(/\s+/g, ' ')),
    lineBreak: () => buffer.push('\n'),
    openTable: tables.opening(flushing(rows.openTable)),
    closeTable: tables.closing(flushing(() => blocks.push(rows.closeTable()))),
    openRow: tables.within(flushing(rows.openRow)),
    closeRow: tables.within(flush),
    openCell: tables.within(flushing(rows.openCell)),
    closeCell: tables.within(() => (rows.isInRow() ? rows.addCell(take()) : flush())),
    end: flushing(() => blocks.flat()),
  };
}

/** Tells tables from those within a cell, which are text of that cell: of these only boundaries are kept. */
function outerTables(isInRow: () => boolean, boundary: () => unknown) {
  let nested = 0;
  const within =
    <Args extends readonly unknown[]>(next: (...args: Args) => unknown) =>
    (...args: Args): void => {
      if (nested > 0) boundary();
      else next(...args);
    };
  return {
    within,
    opening: (next: (isData: boolean) => unknown) => (isData: boolean) => {
      if (isInRow()) nested += 1;
      within(next)(isData);
    },
    closing: (next: () => unknown) => () => {
      within(next)();
      nested = Math.max(0, nested - 1);
    },
  };
}

function tidy(text: string, kind: BlockKind): string {
  if (kind === 'code') return text.replace(/^\n+|\s+$/g, '');
  return text
    .replace(/[^\S\n]*\n[^\S\n]*/g, '\n')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
