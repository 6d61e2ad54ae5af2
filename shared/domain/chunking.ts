import type { Chunk } from './chunk.ts';
import { contextTracker } from './chunking-outline.ts';
import type { Pack } from './chunking-packing.ts';
import { assertUsable, type ChunkingPolicy, DEFAULT_CHUNKING } from './chunking-policy.ts';
import { type Cut, STRATEGIES } from './chunking-strategies.ts';
import { unitsOf } from './chunking-units.ts';
import type { RedactedPage } from './extraction.ts';
import type { RedactedText } from './text.ts';

/** Cuts one document, page by page in order: it remembers section, table header and position from one to the next. */
export interface DocumentChunker {
  /**
   * The page's chunks, in order: together they hold all its text that is not white space, without overlap unless the
   * policy asks for it.
   *
   * No cut falls into a redaction placeholder, nor into a table row or a line of code that the embedder can read whole.
   * Otherwise they are cut as the policy's chunker does; the default leaves blocks whole where they fit, and headings
   * with what follows on their page.
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
  const { grain, cut } = STRATEGIES[policy.chunker];
  let position = 0;

  return {
    chunkPage: (page) =>
      cut(unitsOf(page, tracker, { policy, countTokens, grain }), policy).map((each) => {
        const chunk = chunkOf(page, each, position);
        position += 1;
        return chunk;
      }),
  };
}

function chunkOf({ number: page, text }: RedactedPage, { read, found }: Cut, position: number): Chunk {
  const { start, end } = stretchOf(read);
  const [{ context }] = found ?? read;
  return {
    ...{ position, page, start, end },
    // Parts of redacted text, and of titles and headings of it, are redacted too.
    text: text.slice(start, end) as RedactedText,
    ...(found && { focus: stretchOf(found) }),
    context: context.text as RedactedText,
  };
}

function stretchOf([first, ...others]: Pack) {
  return { start: first.start, end: others.at(-1)?.end ?? first.end };
}
