import { PipelineFailure } from './failures.ts';

/** Ways to cut documents, the default first. What each does: docs/chunking.md. */
export const CHUNKERS = ['structure', 'sentence-window', 'fixed', 'recursive', 'parent-child', 'table-row'] as const;

export type ChunkerName = (typeof CHUNKERS)[number];

/** What documents are cut by. All lengths are in tokens of the embedder, context included where the name says chunk. */
export interface ChunkingPolicy {
  readonly chunker: ChunkerName;
  /** Longest chunk of running text; where more is read than found, of what is found. */
  readonly maxTokens: number;
  /** Longest chunk for the sake of a table row or a line of code, which are cut only beyond. */
  readonly maxRowTokens: number;
  /** Longest context: title, section path and table header. */
  readonly maxContextTokens: number;
  /** A section shorter than this shares its chunk with the one after it. */
  readonly minTokens: number;
  /** What neighbours share, at most: of `fixed` and `recursive`. */
  readonly overlapTokens: number;
  /** Longest text that is read around what is found: of `sentence-window` and `parent-child`. */
  readonly readTokens: number;
}

/** What of a policy is a setting; the rest is the release's, or follows from it. */
export interface ChunkingChoice {
  readonly chunker?: ChunkerName | undefined;
  readonly maxTokens?: number | undefined;
  readonly overlapTokens?: number | undefined;
  readonly readTokens?: number | undefined;
}

/** Rows longer than this are cut: a little less than the 510 that bge-small reads of a text; Titan and Cohere read more. */
const MAX_ROW_TOKENS = 500;

/** Smallest chunk that is taken: with a context, half of it is a short sentence. */
const LEAST_TOKENS = 40;

/** Longest text that is read around what is found: ten of them are what a prompt of 20,000 tokens holds. */
const MOST_READ_TOKENS = 2_000;

/** A title, two headings and a table's header; more of it crowds the text out. Chosen, not measured. */
const MAX_CONTEXT_TOKENS = 96;

/** Half a chunk. `affidavit evaluate chunking` measures 0 beside it. */
const MIN_TOKENS = 96;

/** Chunkers whose neighbours may share text, and those that find less than they read. */
const OVERLAPPING: readonly ChunkerName[] = ['fixed', 'recursive'];
const READING: readonly ChunkerName[] = ['sentence-window', 'parent-child'];

/** Lengths that are taken where none is said. Those of the default are by measure: docs/chunking.md has the table. */
const LENGTHS: Readonly<Record<ChunkerName, { readonly maxTokens: number; readonly readTokens: number }>> = {
  structure: { maxTokens: 200, readTokens: 0 },
  'sentence-window': { maxTokens: 200, readTokens: 200 },
  fixed: { maxTokens: 200, readTokens: 0 },
  recursive: { maxTokens: 200, readTokens: 0 },
  'parent-child': { maxTokens: 100, readTokens: 400 },
  'table-row': { maxTokens: 200, readTokens: 0 },
};

/**
 * The policy of a choice.
 *
 * @throws PipelineFailure `InputInvalid` for lengths that leave no room for text, or that the chunker knows nothing of.
 */
export function chunkingPolicy({ chunker = 'structure', ...sizes }: ChunkingChoice = {}): ChunkingPolicy {
  const { maxTokens = LENGTHS[chunker].maxTokens, readTokens = LENGTHS[chunker].readTokens, overlapTokens = 0 } = sizes;
  if (maxTokens < LEAST_TOKENS || maxTokens > MAX_ROW_TOKENS || readTokens > MOST_READ_TOKENS) {
    const sizes = `${LEAST_TOKENS} to ${MAX_ROW_TOKENS} tokens, and reads at most ${MOST_READ_TOKENS}`;
    throw new PipelineFailure('InputInvalid', `a chunk has ${sizes}`);
  }
  const policy = {
    ...{ chunker, maxTokens, overlapTokens, readTokens, minTokens: MIN_TOKENS },
    maxRowTokens: Math.max(maxTokens, MAX_ROW_TOKENS),
    maxContextTokens: Math.min(MAX_CONTEXT_TOKENS, Math.floor((maxTokens - 1) / 2)),
  };
  assertUsable(policy);
  return policy;
}

/** What documents are cut by when nothing else is said. */
export const DEFAULT_CHUNKING: ChunkingPolicy = chunkingPolicy();

/**
 * What a policy is called by, such as `structure-200`, `fixed-200-overlap-40` or `parent-child-100-of-400`: a document
 * whose live version was cut by another one is processed anew. It holds the settings alone; what the release decides is
 * told by its `PIPELINE_VERSION`.
 */
export function chunkingName({ chunker, maxTokens, overlapTokens, readTokens }: ChunkingPolicy): string {
  const overlap = overlapTokens > 0 ? `-overlap-${overlapTokens}` : '';
  return `${chunker}-${maxTokens}${overlap}${readTokens > 0 ? `-of-${readTokens}` : ''}`;
}

export const DEFAULT_CHUNKING_NAME = chunkingName(DEFAULT_CHUNKING);

/** The chunking of documents that were published before it was a setting. */
export const FIRST_CHUNKING = 'structure-200';

/**
 * Reads a name as `chunkingName` writes it. Sizes may be left out.
 *
 * @throws PipelineFailure `InputInvalid`.
 */
export function chunkingNamed(name: string): ChunkingPolicy {
  const parts = name.match(/^([a-z-]+?)(?:-(\d{1,4}))?(?:-overlap-(\d{1,4}))?(?:-of-(\d{1,4}))?$/);
  const chunker = CHUNKERS.find((known) => known === parts?.[1]);
  if (parts === null || chunker === undefined) {
    throw new PipelineFailure('InputInvalid', `a chunking is one of ${CHUNKERS.join(', ')}, with sizes: structure-200`);
  }
  const [maxTokens, overlapTokens, readTokens] = parts.slice(2).map((size) => (size ? Number(size) : undefined));
  return chunkingPolicy({ chunker, maxTokens, overlapTokens, readTokens });
}

/** Characters that one token stands for, at most: a tokenizer may take a word of any length for one unknown token. */
const MAX_CHARACTERS_PER_TOKEN = 16;

/** The weight of a text in tokens; a text that is surely over `limit` is not counted, for it may be very long. */
export function weigh(text: string, limit: number, countTokens: (text: string) => number): number {
  const least = Math.ceil(text.length / MAX_CHARACTERS_PER_TOKEN);
  return least > limit ? least : Math.max(least, countTokens(text));
}

/** @throws PipelineFailure `InputInvalid` for a policy under which a context could leave no room for text. */
export function assertUsable(policy: ChunkingPolicy): void {
  const { chunker, maxTokens, maxRowTokens, maxContextTokens, minTokens, overlapTokens, readTokens } = policy;
  const details = { maxTokens, maxRowTokens, maxContextTokens, overlapTokens, readTokens };
  const refuse = (message: string) => new PipelineFailure('InputInvalid', message, { details });
  const hasRoom = minTokens >= 0 && maxContextTokens >= 0 && maxTokens >= 2 * maxContextTokens + 1;
  if (!hasRoom || maxRowTokens < maxTokens) {
    throw refuse('a context may take half of a chunk, and a row needs no less than a chunk');
  }
  const mostOverlap = OVERLAPPING.includes(chunker) ? Math.floor(maxTokens / 2) : 0;
  if (overlapTokens < 0 || overlapTokens > mostOverlap) {
    throw refuse(`neighbours share at most half of a chunk, and only of ${OVERLAPPING.join(' and ')}`);
  }
  if (READING.includes(chunker) ? readTokens < maxTokens : readTokens !== 0) {
    throw refuse(`what is read is no less than what is found, and set only for ${READING.join(' and ')}`);
  }
}
