import type { Block, RawPage } from './extraction.ts';
import { visibleText } from './extraction-text.ts';
import type { RawText } from './text.ts';
import { unredacted } from './unredacted.ts';

/** A block on its way into a page: what {@link Block} says, with its text and without its place in the page's. */
export interface DraftBlock extends Omit<Block, 'start' | 'end'> {
  readonly text: string;
}

/** Characters of a section. A few screens: small enough to point at, large enough that most blocks stay whole. */
export const MAX_SECTION_CHARACTERS = 12_000;

/** What is visible of `text`, vouched for as unredacted text of a document. */
export function rawText(text: string): RawText {
  return unredacted(visibleText(text).trim());
}

/** A page that holds `drafts` in their order; drafts without visible text are left out. */
export function draftPage(number: number, drafts: readonly DraftBlock[]): RawPage {
  return assemble(
    number,
    drafts.map(cleaned).filter(({ text }) => text !== ''),
  );
}

/**
 * Divides a document without pages into sections of at most `maxCharacters`, at block boundaries where it can.
 *
 * Headings stay with what follows them. A block that is longer than a section becomes several of its kind.
 */
export function draftSections(
  drafts: readonly DraftBlock[],
  maxCharacters: number = MAX_SECTION_CHARACTERS,
): readonly RawPage[] {
  const sections: DraftBlock[][] = [];
  let section: DraftBlock[] = [];
  let length = 0;
  for (const draft of drafts.map(cleaned).flatMap((whole) => split(whole, maxCharacters))) {
    const added = separator(section.at(-1), draft).length + draft.text.length;
    if (length + added > maxCharacters) {
      const headings = trailingHeadings(section, maxCharacters - draft.text.length);
      sections.push(section.slice(0, section.length - headings.length));
      section = [...headings, draft];
      length = textOf(section).length;
    } else {
      section.push(draft);
      length += added;
    }
  }
  return [...sections, section]
    .filter((blocks) => blocks.length > 0)
    .map((blocks, index) => assemble(index + 1, blocks));
}

function cleaned(draft: DraftBlock): DraftBlock {
  return { ...draft, text: rawText(draft.text) };
}

function assemble(number: number, drafts: readonly DraftBlock[]): RawPage {
  let end = 0;
  const blocks = drafts.map(({ text, ...block }, index): Block => {
    const start = end + separator(drafts[index - 1], block).length;
    end = start + text.length;
    return { ...block, start, end };
  });
  return { number, text: unredacted(textOf(drafts)), blocks };
}

function textOf(drafts: readonly DraftBlock[]): string {
  return drafts.map((draft, index) => separator(drafts[index - 1], draft) + draft.text).join('');
}

type Row = Pick<DraftBlock, 'kind' | 'table'>;

/** Rows of a table and items of a list stand on neighbouring lines, everything else a blank line apart. */
function separator(before: Row | undefined, after: Row): '' | '\n' | '\n\n' {
  if (!before) return '';
  const isNeighbour = after.kind === 'list-item' || (after.kind === 'table-row' && before.table === after.table);
  return isNeighbour && before.kind === after.kind ? '\n' : '\n\n';
}

/** The headings that a section ends with, if they fit before the next block; never the whole section. */
function trailingHeadings(section: readonly DraftBlock[], room: number): DraftBlock[] {
  const last = section.findLastIndex(({ kind }) => kind !== 'heading');
  const headings = section.slice(last + 1);
  return last >= 0 && textOf(headings).length + 2 <= room ? headings : [];
}

function split(draft: DraftBlock, maxCharacters: number): readonly DraftBlock[] {
  const pieces: DraftBlock[] = [];
  let rest = draft.text;
  while (rest.length > maxCharacters) {
    const end = breakBefore(rest, maxCharacters);
    pieces.push({ ...draft, text: rest.slice(0, end).trimEnd() });
    rest = rest.slice(end).trimStart();
  }
  return rest === '' ? pieces : [...pieces, { ...draft, text: rest }];
}

/** Where to cut: after a line, else after a sentence, else after a word, in the second half; else between characters. */
function breakBefore(text: string, maxCharacters: number): number {
  const from = Math.floor(maxCharacters / 2);
  for (const end of [/\n/g, /[.!?。！？]\s/gu, /\s/g]) {
    const last = [...text.slice(from, maxCharacters).matchAll(end)].at(-1);
    if (last) return from + last.index + last[0].length;
  }
  const splitsPair = /[\ud800-\udbff]$/.test(text.slice(0, maxCharacters));
  return splitsPair && maxCharacters > 1 ? maxCharacters - 1 : maxCharacters;
}
