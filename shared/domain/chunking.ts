import type { Chunk } from './chunk.ts';
import { contextTracker } from './chunking-outline.ts';
import { packUnits } from './chunking-packing.ts';
import { assertUsable, type ChunkingPolicy, DEFAULT_CHUNKING } from './chunking-policy.ts';
import { unitsOf } from './chunking-units.ts';
import type { RedactedPage } from './extraction.ts';
import type { RedactedText } from './text.ts';

/** Cuts one document, page by page in order: it remembers section, table header and position from one to the next. */
export interface DocumentChunker {
  /**
   * The page's chunks: together they hold all its text that is not white space, in order, without overlap.
   *
   * Blocks stay whole where they fit; a longer one is cut between sentences, lines or cells, and a longer sentence
   * between words. Headings stay with what follows on their page. No cut falls into a redaction placeholder.
   */
  chunkPage(page: RedactedPage): Chunk[];
}

/**
 * A chunker for one document. `countTokens` counts as the embedder does, without special tokens.
 *
 * @throws PipelineFailure `InputInvalid` for a policy that leaves no room for text.
 */
export function documentChunker(
  title: RedactedText,
  countTokens: (text: string) => number,
  policy: ChunkingPolicy = DEFAULT_CHUNKING,
): DocumentChunker {
  assertUsable(policy);
  const tracker = contextTracker(title, policy.maxContextTokens, countTokens);
  let position = 0;

  return {
    chunkPage: (page) =>
      packUnits(unitsOf(page, tracker, { policy, countTokens }), policy).map(([first, ...others]) => {
        const { start, context } = first;
        const end = others.at(-1)?.end ?? first.end;
        const chunk = {
          position,
          page: page.number,
          start,
          end,
          // Parts of redacted text, and of titles and headings of it, are redacted too.
          text: page.text.slice(start, end) as RedactedText,
          context: context.text as RedactedText,
        };
        position += 1;
        return chunk;
      }),
  };
}
