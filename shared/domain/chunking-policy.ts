import { PipelineFailure } from './failures.ts';

/** How large chunks become. All lengths are in tokens of the embedder, context included where the name says chunk. */
export interface ChunkingPolicy {
  /** Longest chunk of running text. */
  readonly maxTokens: number;
  /** Longest chunk for the sake of a table row or a line of code, which are cut only beyond. */
  readonly maxRowTokens: number;
  /** Longest context: title, section path and table header. */
  readonly maxContextTokens: number;
  /** A section shorter than this shares its chunk with the one after it. */
  readonly minTokens: number;
}

/**
 * What documents are cut by. 500 is a little less than the 510 that bge-small reads of a text; Titan and Cohere read more.
 *
 * 200 is by measure: share of the evidence found in the first 1,600 tokens, over 276 questions with exact evidence
 * spans, hybrid search with bge-small: .969 at 120 tokens, .981 at 160, .969 at 200, .975 at 256, .968 at 320, .963 at
 * 400, .946 at 480; in the first 800 tokens .892, .921, .922, .911, .849, .864, .762. `affidavit evaluate retrieval`
 * prints what another setting does to a collection.
 */
export const DEFAULT_CHUNKING: ChunkingPolicy = {
  maxTokens: 200,
  maxRowTokens: 500,
  maxContextTokens: 96,
  minTokens: 96,
};

/** Characters that one token stands for, at most: a tokenizer may take a word of any length for one unknown token. */
const MAX_CHARACTERS_PER_TOKEN = 16;

/** The weight of a text in tokens; a text that is surely over `limit` is not counted, for it may be very long. */
export function weigh(text: string, limit: number, countTokens: (text: string) => number): number {
  const least = Math.ceil(text.length / MAX_CHARACTERS_PER_TOKEN);
  return least > limit ? least : Math.max(least, countTokens(text));
}

/** @throws PipelineFailure `InputInvalid` for a policy under which a context could leave no room for text. */
export function assertUsable({ maxTokens, maxRowTokens, maxContextTokens, minTokens }: ChunkingPolicy): void {
  if (minTokens >= 0 && maxContextTokens >= 0 && maxTokens >= 2 * maxContextTokens + 1 && maxRowTokens >= maxTokens)
    return;
  throw new PipelineFailure(
    'InputInvalid',
    'a context may take half of a chunk, and a row needs no less than a chunk',
    {
      details: { maxTokens, maxRowTokens, maxContextTokens },
    },
  );
}
