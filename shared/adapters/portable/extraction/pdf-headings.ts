import type { LayoutBlock } from './pdf-layout.ts';
import type { Line } from './pdf-paragraphs.ts';

/** How a document sets its running text and its headings. */
export interface HeadingStyle {
  /** Font and size, in points, of most of its characters. */
  readonly bodyFont: string;
  readonly bodySize: number;
  /** Sizes of headings that are larger than the text, largest first. */
  readonly sizes: readonly number[];
}

/** A heading is at least so much larger than the text, if size is what marks it. */
const MIN_SIZE_RATIO = 1.12;
/** Lines and characters of a heading at most. */
const MAX_HEADING_LINES = 3;
const MAX_HEADING_CHARACTERS = 160;
/** Headings set like the text, but in another font or numbered, are shorter: longer ones are emphasis. */
const MAX_PLAIN_HEADING_CHARACTERS = 110;
/** Levels that sizes alone may take up; what is marked otherwise stands below them. */
const MAX_SIZE_LEVELS = 4;

export function headingStyle(blocks: readonly LayoutBlock[]): HeadingStyle {
  const paragraphs = blocks.flatMap((block) => (block.kind === 'text' && !block.isAside ? [block.lines] : []));
  const bodySize = commonest(paragraphs.flat(), ({ size }) => roundSize(size)) ?? 0;
  const bodyFont = commonest(paragraphs.flat(), ({ font }) => font) ?? '';
  const sizes = paragraphs
    .filter((lines) => isShort(lines, MAX_HEADING_CHARACTERS))
    .map(([first]) => roundSize(first?.size ?? 0))
    .filter((size) => size >= bodySize * MIN_SIZE_RATIO);
  return { bodyFont, bodySize, sizes: [...new Set(sizes)].sort((a, b) => b - a) };
}

/** 1 to 6 for a heading, nothing for text. */
export function headingLevel(lines: readonly Line[], style: HeadingStyle): number | undefined {
  const [first] = lines;
  if (!first || !isShort(lines, MAX_HEADING_CHARACTERS)) return undefined;
  const rank = style.sizes.indexOf(roundSize(first.size));
  if (rank >= 0) return Math.min(rank + 1, MAX_SIZE_LEVELS);
  return isPlainHeading(lines, style) ? Math.min(style.sizes.length, MAX_SIZE_LEVELS) + 1 : undefined;
}

function isShort(lines: readonly Line[], maxCharacters: number): boolean {
  const text = textOf(lines);
  return lines.length <= MAX_HEADING_LINES && text.length <= maxCharacters && /\p{L}{2}/u.test(text);
}

/** A heading of the text's size: in a font of its own, in capitals, or numbered. */
function isPlainHeading(lines: readonly Line[], { bodyFont, bodySize }: HeadingStyle): boolean {
  const text = textOf(lines);
  const isLikely =
    isShort(lines, MAX_PLAIN_HEADING_CHARACTERS) && lines.length <= 2 && /^["“(]?[\p{Lu}\p{Lo}\d]/u.test(text);
  if (!isLikely || /[.,;:!]$/u.test(text) || lines.some(({ size }) => size < bodySize * 0.97)) return false;
  if (/^\(/.test(text) || (text.match(/\d/g)?.length ?? 0) > text.length / 3) return false;
  return lines.every(({ font }) => font !== bodyFont) || isNumbered(text) || isCapitals(text);
}

/** Such as "2.1 Scope" or "Item 7. Results"; a single number begins an item of a list just as often. */
const NUMBER =
  /^(?:\d{1,2}(?:\.\d{1,2}){1,3}\.?|(?:item|article|section|part|chapter|note|appendix)\s[\da-z]{1,5}[.:]?)\s+\S/i;
const MAX_NUMBERED_CHARACTERS = 80;

function isNumbered(text: string): boolean {
  return text.length <= MAX_NUMBERED_CHARACTERS && NUMBER.test(text);
}

function isCapitals(text: string): boolean {
  return /\p{Lu}{4}/u.test(text) && !/\p{Ll}/u.test(text);
}

function textOf(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join(' ');
}

function roundSize(size: number): number {
  return Math.round(size * 2) / 2;
}

/** The key with the most characters. */
function commonest<Key>(lines: readonly Line[], keyOf: (line: Line) => Key): Key | undefined {
  const characters = new Map<Key, number>();
  for (const line of lines) characters.set(keyOf(line), (characters.get(keyOf(line)) ?? 0) + line.text.length);
  const [most] = [...characters].sort((a, b) => b[1] - a[1]);
  return most?.[0];
}
