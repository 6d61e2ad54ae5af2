import { artifactKeys, PAGES_PER_BATCH } from '#shared/contracts/artifact-keys.ts';
import { RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Citation } from '#shared/domain/answer.ts';
import type { CarriedClaim } from '#shared/domain/claim-check.ts';
import { withoutLinks } from '#shared/domain/claim-links.ts';
import type { Box, RedactedPage } from '#shared/domain/extraction.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { isMarked } from '#shared/domain/instruction-mark.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import { readIfThere } from '#shared/runtime/read-if-there.ts';

export interface PlacedCitation {
  readonly citation: Citation & { boxes: Box[] };
  /** Whether the page still holds the quote, where the citation says: it can be looked up. */
  readonly isPlaced: boolean;
}

/** Where a claim's quote stands: document, page, characters, and boxes to highlight where the format has positions. */
export type CitationFinder = (claim: CarriedClaim) => Promise<PlacedCitation>;

/**
 * Finds the citations of one answer. Pages are read once for all of its claims, each batch of them that one of the
 * passages stands on, and are forgotten with the answer: so no more are kept than it was given passages.
 *
 * @throws PipelineFailure `DependencyUnavailable` when pages cannot be read.
 */
export function citationFinder(
  attempts: ReadonlyMap<string, Attempt>,
  artifacts: ArtifactStore,
  signal: AbortSignal,
): CitationFinder {
  const batches = new Map<string, ReturnType<typeof pagesOf>>();
  const pageOf = async (attempt: Attempt, page: number): Promise<RedactedPage | undefined> => {
    const key = artifactKeys(attempt).redactedBatch(Math.floor((page - 1) / PAGES_PER_BATCH));
    const reading = batches.get(key) ?? pagesOf(key, artifacts, signal);
    batches.set(key, reading);
    return (await reading).find(({ number }) => number === page);
  };
  return async (claim) => {
    const attempt = attempts.get(claim.passage.documentId);
    return placedCitation(claim, attempt && (await pageOf(attempt, claim.passage.page)));
  };
}

function placedCitation({ passage, start, end, quote }: CarriedClaim, found: RedactedPage | undefined): PlacedCitation {
  const { chunkId, documentId, name, title, page, score } = passage;
  const boxes = found === undefined ? [] : boxesIn(found, start, end);
  const isPlaced = found?.text.slice(start, end) === quote;
  const named = { name: withoutLinks(name), title: withoutLinks(title) };
  const citation: PlacedCitation['citation'] = {
    ...{ chunkId, documentId, ...named, page, start, end, quote, boxes, score },
    ...(isMarked(passage) && { suspicious: true }),
  };
  return { citation, isPlaced };
}

/** Boxes of the blocks that the stretch touches. */
function boxesIn({ blocks }: RedactedPage, start: number, end: number): Box[] {
  return blocks.flatMap((block) =>
    block.box !== undefined && block.start < end && block.end > start ? [block.box] : [],
  );
}

/** A version that was replaced a moment ago has left no pages; its quote stands, without a place to highlight. */
async function pagesOf(key: string, artifacts: ArtifactStore, signal: AbortSignal): Promise<readonly RedactedPage[]> {
  return (await readIfThere(artifacts, key, RedactedBatchSchema, signal))?.pages ?? [];
}
