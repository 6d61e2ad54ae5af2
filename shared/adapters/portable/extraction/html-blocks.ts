import type { BlockKind } from '../../../domain/extraction.ts';
import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { type BlockWriter, blockWriter } from './block-writer.ts';
import { itemNumbers } from './html-item-numbers.ts';
import { type HtmlNode, parseHtml, visitVisible } from './html-node.ts';
import { isDataTable, spanOf } from './html-table.ts';

/** Elements that stand in the line with the text around them; all others begin and end a block. */
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i img input ins kbd label mark math q rp rt ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

const KINDS: Readonly<Record<string, BlockKind>> = {
  li: 'list-item',
  pre: 'code',
  ...Object.fromEntries(['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, 'heading' as const])),
};

interface HtmlContent {
  /** What `title` says; empty without one. */
  readonly title: string;
  readonly blocks: readonly DraftBlock[];
}

/**
 * Reads HTML, also fragments and malformed pages, into blocks. One made of a word processor's file has the numbers of its
 * items already, and no tables but such as somebody meant.
 */
export function htmlBlocks(html: string, { isOffice = false } = {}): HtmlContent {
  const writer = blockWriter({ keepsColumns: isOffice });
  const items = itemNumbers();
  const title: string[] = [];
  let isTitle = false;
  visitVisible(parseHtml(html), {
    enter: (name, node) => {
      if (name === 'title') isTitle = true;
      else enterElement(writer, name, node, isOffice);
      if (!isOffice) items.enter(name, node);
    },
    leave: (name) => {
      if (name === 'title') isTitle = false;
      else leaveElement(writer, name);
      items.leave(name);
    },
    text: (value) => (isTitle ? title.push(value) : writer.text(items.numbered(value))),
  });
  return { title: title.join(' '), blocks: writer.end() };
}

function enterElement(writer: BlockWriter, name: string, node: HtmlNode, isOffice: boolean): void {
  if (INLINE.has(name)) return;
  if (name === 'br') writer.lineBreak();
  else if (name === 'table') writer.openTable(isDataTable(node, isOffice));
  else if (name === 'tr') writer.openRow();
  else if (name === 'td' || name === 'th') writer.openCell(name === 'th', spanOf(node));
  else writer.open(KINDS[name], Number(/^h([1-6])$/.exec(name)?.[1] ?? 0) || undefined);
}

function leaveElement(writer: BlockWriter, name: string): void {
  if (INLINE.has(name) || name === 'br') return;
  if (name === 'table') writer.closeTable();
  else if (name === 'tr') writer.closeRow();
  else if (name === 'td' || name === 'th') writer.closeCell();
  else writer.close();
}
