import { wordBorders } from './chunking-borders.ts';
import { cutsOf } from './chunking-cuts.ts';
import { weigh } from './chunking-policy.ts';
import type { Block } from './extraction.ts';

/** What stands above a chunk without being in it. */
interface ChunkContext {
  readonly text: string;
  readonly tokens: number;
}

/** Follows a document's headings and table headers, over its pages, so that each chunk can be told where it stands. */
export interface ContextTracker {
  /** The context of a chunk that begins with this block: the block's own text is not repeated in it. */
  contextBefore(block: Block, text: string): ChunkContext;
  /** Whether the header of the row's table is known by now, so that rows without it can be understood. */
  hasHeader(block: Block): boolean;
  /** Goes on past the block. */
  enter(block: Block, text: string): void;
}

interface Heading extends ChunkContext {
  readonly level: number;
}

/** What parts the title and the headings of a path: one token. */
const SEPARATOR = ' > ';
const SEPARATOR_TOKENS = 1;

export function contextTracker(
  title: string,
  maxTokens: number,
  countTokens: (text: string) => number,
): ContextTracker {
  const fitted = (text: string, limit: number) => fitText(text, limit, countTokens);
  const titlePart = fitted(title, Math.floor(maxTokens / 3));
  let path: readonly Heading[] = [];
  let header: (ChunkContext & { readonly table: number | undefined }) | undefined;

  const headerOf = (block: Block) =>
    block.kind === 'table-row' && block.header !== true && header?.table === block.table ? header : undefined;

  return {
    contextBefore: (block, text) => {
      const above = block.kind === 'heading' ? path.filter(({ level }) => level < levelOf(block)) : path;
      const names = [titlePart, ...above].filter(
        (part, at, all) =>
          part.text !== '' && part.text !== all[at - 1]?.text && !normalized(text).startsWith(part.text),
      );
      const row = headerOf(block);
      return joined(names, row, maxTokens);
    },
    hasHeader: (block) => headerOf(block) !== undefined,
    enter: (block, text) => {
      if (block.kind === 'heading') {
        const level = levelOf(block);
        path = [
          ...path.filter((heading) => heading.level < level),
          { ...fitted(text, Math.floor(maxTokens / 3)), level },
        ];
      }
      if (block.kind === 'table-row' && block.header === true) {
        const before = header !== undefined && header.table === block.table ? `${header.text} ` : '';
        header = { ...fitText(before + text, Math.floor(maxTokens / 2), countTokens), table: block.table };
      }
    },
  };
}

/** The path, less its upper headings when it is too long, and below it the table's header. */
function joined(names: readonly ChunkContext[], header: ChunkContext | undefined, maxTokens: number): ChunkContext {
  const [first, ...others] = names;
  let room = maxTokens - (header?.tokens ?? 0) - (first?.tokens ?? 0);
  const nearest: ChunkContext[] = [];
  for (const part of others.reverse()) {
    room -= part.tokens + SEPARATOR_TOKENS;
    if (room < 0) break;
    nearest.unshift(part);
  }
  const kept = first ? [first, ...nearest] : [];
  const path = kept.map(({ text }) => text).join(SEPARATOR);
  const parts = [...kept, ...(header ? [header] : [])];
  return {
    text: [path, ...(header ? [header.text] : [])].filter((line) => line !== '').join('\n'),
    tokens: parts.reduce((sum, { tokens }) => sum + tokens, nearest.length * SEPARATOR_TOKENS),
  };
}

function levelOf({ level = 1 }: Block): number {
  return level;
}

function normalized(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** As much of the text's beginning as fits, whole words. */
function fitText(text: string, limit: number, countTokens: (text: string) => number): ChunkContext {
  const whole = normalized(text);
  const tokens = weigh(whole, limit, countTokens);
  if (tokens <= limit) return { text: whole, tokens };

  let used = 0;
  let end = 0;
  for (const word of cutsOf(whole).parts({ start: 0, end: whole.length }, wordBorders)) {
    used += weigh(whole.slice(word.start, word.end), limit, countTokens);
    if (used > limit) break;
    end = word.end;
  }
  return { text: whole.slice(0, end), tokens: countTokens(whole.slice(0, end)) };
}
