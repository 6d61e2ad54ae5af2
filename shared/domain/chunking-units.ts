import { type Borders, cellBorders, lineBorders, sentenceBorders, wordBorders } from './chunking-borders.ts';
import { type Cuts, cutsOf, type Stretch } from './chunking-cuts.ts';
import type { ContextTracker } from './chunking-outline.ts';
import { type ChunkingPolicy, weigh } from './chunking-policy.ts';
import type { Block, BlockKind, RedactedPage } from './extraction.ts';

/** What a chunk is put together from: a block, or a part of one that is too long for a chunk. */
export interface Unit extends Stretch {
  readonly tokens: number;
  /** The context of a chunk that begins here. */
  readonly context: { readonly text: string; readonly tokens: number };
  /** Whether it says little without what follows: headings, and paragraphs that end in a colon. */
  readonly isLead: boolean;
  /** `always`: a chunk begins here. `section`: one does unless the text before it is short. */
  readonly border: 'always' | 'section' | 'none';
}

/** In what order a block that is too long is parted; what is still too long after the last is halved. */
const BORDERS: Readonly<Record<BlockKind, readonly Borders[]>> = {
  heading: [sentenceBorders, wordBorders],
  paragraph: [sentenceBorders, wordBorders],
  'list-item': [sentenceBorders, wordBorders],
  'table-row': [cellBorders, sentenceBorders, wordBorders],
  code: [lineBorders, wordBorders],
};

/** Where text is parted whether it fits or not. */
const FINE = { sentence: sentenceBorders, word: wordBorders } satisfies Record<Exclude<Grain, 'block'>, Borders>;

/** Share of a chunk that a heading with what it leads to may take; longer ones are text like any other. */
const MAX_LEAD_SHARE = 0.25;

/** What stands before a block and must fit into its chunk. */
const NO_LEAD = { tokens: 0, contextTokens: 0 };

/** How finely text is parted: whole blocks where they fit, sentences, or words. Rows and lines of code stay whole. */
export type Grain = 'block' | 'sentence' | 'word';

export interface UnitOptions {
  readonly policy: ChunkingPolicy;
  readonly grain: Grain;
  readonly countTokens: (text: string) => number;
}

/** The units of a page, in order: together they hold all text of the page that is not white space. */
export function unitsOf({ text, blocks }: RedactedPage, tracker: ContextTracker, options: UnitOptions): Unit[] {
  const { policy } = options;
  const cuts = cutsOf(text);
  const units: Unit[] = [];
  let lead = NO_LEAD;
  let before: Block | undefined;
  for (const block of wholeBlocks(text, blocks, cuts)) {
    const own = text.slice(block.start, block.end);
    const context = tracker.contextBefore(block, own);
    const border = borderBefore(block, before, tracker.hasHeader(block), policy);
    const taken = lead.tokens + Math.max(lead.contextTokens, context.tokens);
    const atoms = atomsOf(text, block, limitsOf(block.kind, policy, taken), cuts, options);
    const leadTokens = atoms.reduce((sum, { tokens }) => sum + tokens, lead.tokens);
    const isLead = atoms.length === 1 && leads(block, own, policy) && leadTokens <= policy.maxTokens * MAX_LEAD_SHARE;
    for (const [at, atom] of atoms.entries()) {
      units.push({ ...atom, context, isLead, border: at === 0 ? border : 'none' });
    }
    lead = isLead ? { tokens: leadTokens, contextTokens: Math.max(lead.contextTokens, context.tokens) } : NO_LEAD;
    tracker.enter(block, own);
    before = block;
  }
  return units;
}

/** Blocks without white space at their ends and with safe borders; text that no block claims counts as paragraphs. */
function wholeBlocks(text: string, blocks: readonly Block[], cuts: Cuts): Block[] {
  const whole: Block[] = [];
  let covered = 0;
  const add = (block: Omit<Block, 'start' | 'end'>, start: number, end: number) => {
    const trimmed = cuts.trimmed({ start, end });
    if (trimmed) whole.push({ ...block, ...trimmed });
    covered = Math.max(covered, end);
  };
  for (const block of blocks) {
    const start = Math.max(covered, cuts.safe(block.start));
    add({ kind: 'paragraph' }, covered, start);
    add(block, start, Math.max(start, cuts.safe(block.end)));
  }
  add({ kind: 'paragraph' }, covered, text.length);
  return whole;
}

interface Limits {
  /** For the block as it is. */
  readonly whole: number;
  /** For its parts, once it is parted. */
  readonly part: number;
}

/** Most tokens, less those that are `taken` already. */
function limitsOf(kind: BlockKind, { maxTokens, maxRowTokens }: ChunkingPolicy, taken: number): Limits {
  const text = maxTokens - taken;
  const row = maxRowTokens - taken;
  if (kind === 'table-row') return { whole: row, part: text };
  return { whole: text, part: kind === 'code' ? row : text };
}

function leads({ kind, header }: Block, text: string, { chunker }: ChunkingPolicy): boolean {
  if (chunker === 'table-row' && kind === 'table-row') return header === true;
  return kind === 'heading' || (kind === 'paragraph' && text.endsWith(':'));
}

function borderBefore(
  block: Block,
  before: Block | undefined,
  hasHeader: boolean,
  { chunker }: ChunkingPolicy,
): Unit['border'] {
  const isSameTable = before?.kind === 'table-row' && block.kind === 'table-row' && before.table === block.table;
  if (isSameTable) return chunker === 'table-row' && before.header !== true ? 'always' : 'none';
  if (before?.kind === 'table-row' || hasHeader) return 'always';
  return block.kind === 'heading' || block.kind === 'table-row' ? 'section' : 'none';
}

interface Atom extends Stretch {
  readonly tokens: number;
}

function atomsOf(
  text: string,
  block: Block,
  limits: Limits,
  cuts: Cuts,
  { countTokens, grain }: UnitOptions,
): readonly Atom[] {
  const part = (stretch: Stretch, [borders, ...finer]: readonly Borders[], limit: number): Atom[] => {
    const { start, end } = stretch;
    const tokens = weigh(text.slice(start, end), limit, countTokens);
    if (tokens <= limit) return [{ start, end, tokens }];
    if (borders) return cuts.parts(stretch, borders).flatMap((smaller) => part(smaller, finer, limits.part));
    const halves = cuts.halves(stretch);
    return halves.length === 1 ? [{ start, end, tokens }] : halves.flatMap((half) => part(half, [], limit));
  };
  const borders = BORDERS[block.kind];
  if (grain === 'block' || block.kind === 'table-row') return part(block, borders, limits.whole);
  const first = block.kind === 'code' ? lineBorders : FINE[grain];
  return cuts.parts(block, first).flatMap((stretch) => part(stretch, borders, limits.part));
}
