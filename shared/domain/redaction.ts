import type { RedactionPolicy } from './document.ts';
import { type Entity, type EntityKind, NAME_KINDS } from './entity.ts';
import { chooseEntities } from './entity-choice.ts';
import type { Block, RawPage, RedactedPage } from './extraction.ts';
import { PROBE_SENTENCE } from './fingerprint.ts';
import { type Pseudonym, placeholderOf, withoutForgeries } from './placeholder.ts';
import { type RawText, type RedactedText, redacted } from './text.ts';

/** A stretch of a text and what is to stand in its place. */
export interface Replacement {
  readonly kind: EntityKind;
  readonly start: number;
  readonly end: number;
  readonly placeholder: string;
}

/** What the policy takes out of a text, in order, without overlap. `text` is the whole that the entities were found in. */
export function planReplacements(
  text: string,
  entities: readonly Entity[],
  policy: RedactionPolicy,
  pseudonym: Pseudonym,
): Replacement[] {
  const concerned = entities.filter(({ kind }) => policy === 'strict' || !NAME_KINDS.includes(kind));
  return chooseEntities(text, concerned).map(({ kind, start, end }) => ({
    kind,
    start,
    end,
    placeholder: placeholderOf(kind, text.slice(start, end), pseudonym),
  }));
}

/** The text with every replacement made, and none of its own that looks like one. */
export function redactText(text: RawText, replacements: readonly Replacement[]): RedactedText {
  return redacted(pieces(withoutForgeries(text), replacements).join(''));
}

/**
 * A question with every replacement made. Placeholders that the asker took from an answer stay: they find no more than
 * what the asker may read anyhow.
 */
export function redactQuestionText(question: RawText, replacements: readonly Replacement[]): RedactedText {
  return redacted(pieces(question, replacements).join(''));
}

/**
 * The page with every replacement made and its blocks at their new offsets. A placeholder that stands for text of two
 * blocks belongs to the first; a block of which nothing is left goes.
 */
export function redactPage(page: RawPage, replacements: readonly Replacement[]): RedactedPage {
  const text = redactText(page.text, replacements);
  const moved = moveBlocks(page.blocks, replacements);
  return { number: page.number, text, blocks: moved.flatMap((block) => trimmed(text, block)) };
}

/** The placeholder of a value by itself. */
export function placeholderText(kind: EntityKind, value: string, pseudonym: Pseudonym): RedactedText {
  return redacted(placeholderOf(kind, value, pseudonym));
}

/** A name that tells nothing of the document, for the time before redaction. `extension` without the dot. */
export function neutralName(extension: string): RedactedText {
  return redacted(/^[a-z0-9]{1,5}$/i.test(extension) ? `document.${extension.toLowerCase()}` : 'document');
}

/** Words of our own, such as the description of a document class. Only literals of the source compile. */
export function ownWords<Text extends string>(words: string extends Text ? never : Text): RedactedText {
  return redacted(words);
}

/** The sentence by whose vector embedders are told apart. */
export const PROBE_TEXT = redacted(PROBE_SENTENCE);

function pieces(text: string, replacements: readonly Replacement[]): string[] {
  let from = 0;
  const parts = replacements.flatMap(({ start, end, placeholder }) => {
    const before = text.slice(from, start);
    from = end;
    return [before, placeholder];
  });
  return [...parts, text.slice(from)];
}

interface Placed extends Replacement {
  /** Offsets of the placeholder in the redacted text. */
  readonly newStart: number;
  readonly newEnd: number;
}

function moveBlocks(blocks: readonly Block[], replacements: readonly Replacement[]): Block[] {
  const placed = place(replacements);
  return blocks.map((block, at) => {
    const endBefore = blocks[at - 1]?.end ?? 0;
    // A block that starts within a replacement gets the placeholder unless the block before reaches into it too.
    const start = moveOffset(placed, block.start, ({ start, newStart, newEnd }) =>
      endBefore > start ? newEnd : newStart,
    );
    return { ...block, start, end: moveOffset(placed, block.end, ({ newEnd }) => newEnd) };
  });
}

function place(replacements: readonly Replacement[]): Placed[] {
  let shift = 0;
  return replacements.map((replacement) => {
    const newStart = replacement.start + shift;
    const newEnd = newStart + replacement.placeholder.length;
    shift = newEnd - replacement.end;
    return { ...replacement, newStart, newEnd };
  });
}

function moveOffset(placed: readonly Placed[], at: number, within: (replacement: Placed) => number): number {
  const last = placed.findLast(({ start }) => start < at);
  if (last === undefined) return at;
  return at < last.end ? within(last) : at + last.newEnd - last.end;
}

function trimmed(text: string, block: Block): Block[] {
  const own = text.slice(block.start, block.end);
  const start = block.start + own.length - own.trimStart().length;
  const end = start + own.trim().length;
  return start < end ? [{ ...block, start, end }] : [];
}
