import type { DraftBlock } from '../../../domain/extraction-pages.ts';
import { decodeText } from './decode-text.ts';
import type { FormatExtractor } from './format-extractor.ts';
import { sectionedDocument } from './sectioned-document.ts';

export const extractPlainText: FormatExtractor = (bytes) => sectionedDocument(plainTextBlocks(decodeText(bytes).text));

/** Blocks of text without markup: parted by blank lines and form feeds, list items line by line. */
export function plainTextBlocks(text: string): readonly DraftBlock[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[^\S\n]*\n|\f/)
    .flatMap(paragraphBlocks);
}

const BULLET = /^\s*(?:[-*•‣◦·–]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S/;

function paragraphBlocks(paragraph: string): readonly DraftBlock[] {
  const lines = paragraph.split('\n').filter((line) => line.trim() !== '');
  if (isHeading(lines)) return [{ kind: 'heading', level: 1, text: lines[0] ?? '' }];
  if (lines.length < 2 || !lines.some((line) => BULLET.test(line)))
    return [{ kind: 'paragraph', text: lines.join('\n') }];
  return itemsOf(lines).map((item) => ({ kind: BULLET.test(item) ? 'list-item' : 'paragraph', text: item }));
}

/** Lines up to the next bullet belong to one item. */
function itemsOf(lines: readonly string[]): readonly string[] {
  const items: string[][] = [];
  for (const line of lines) {
    if (items.length === 0 || BULLET.test(line)) items.push([line]);
    else items.at(-1)?.push(line);
  }
  return items.map((item) => item.join('\n'));
}

/** Characters of a heading without markup; a longer line in capitals is a warning or shouting. */
const MAX_HEADING_CHARACTERS = 80;

/** A line underlined with signs, or a short one alone in capitals. */
function isHeading(lines: readonly string[]): boolean {
  const [line = '', rule = ''] = lines;
  if (line.length > MAX_HEADING_CHARACTERS) return false;
  if (lines.length === 2) return /^\s*(?:={3,}|-{3,}|~{3,})\s*$/.test(rule);
  return lines.length === 1 && /\p{Lu}{3}/u.test(line) && !/\p{Ll}|[.,;!?:]\s*$/u.test(line);
}
