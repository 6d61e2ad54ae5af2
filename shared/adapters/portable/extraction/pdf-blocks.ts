import { joinLines, type Vocabulary, vocabularyOf } from '../../../domain/extraction-lines.ts';
import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { type HeadingStyle, headingLevel, headingStyle } from './pdf-headings.ts';
import type { LayoutBlock } from './pdf-layout.ts';
import { isListItem } from './pdf-paragraphs.ts';
import { headerRows } from './pdf-table.ts';
import { tableRows } from './table-rows.ts';

/** Blocks of each page, decided in sight of the whole document: headings by its usual type, hyphens by its words. */
export function pdfBlocks(pages: readonly (readonly LayoutBlock[])[]): readonly (readonly DraftBlock[])[] {
  const style = headingStyle(pages.flat());
  const vocabulary = vocabularyOf(lineTexts(pages));
  let tables = 0;
  return pages.map((blocks) =>
    blocks.flatMap((block): readonly DraftBlock[] =>
      block.kind === 'table' ? tableDrafts(block, tables++) : [textDraft(block, style, vocabulary)],
    ),
  );
}

function* lineTexts(pages: readonly (readonly LayoutBlock[])[]): Iterable<string> {
  for (const block of pages.flat()) {
    if (block.kind === 'text') for (const { text } of block.lines) yield text;
  }
}

function tableDrafts({ rows }: Extract<LayoutBlock, { kind: 'table' }>, table: number): readonly DraftBlock[] {
  const headers = headerRows(rows.map(({ cells }) => cells));
  return rows.flatMap(({ cells, box }, index) =>
    tableRows([cells], table, Number(index < headers)).map((draft) => ({ ...draft, box })),
  );
}

function textDraft(
  { lines, box, isAside }: Extract<LayoutBlock, { kind: 'text' }>,
  style: HeadingStyle,
  vocabulary: Vocabulary,
): DraftBlock {
  const text = joinLines(
    lines.map((line) => line.text),
    vocabulary,
  );
  const level = isAside ? undefined : headingLevel(lines, style);
  if (level !== undefined) return { kind: 'heading', level, text, box };
  return { kind: isListItem(text) ? 'list-item' : 'paragraph', text, box };
}
