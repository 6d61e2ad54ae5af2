import { artifactKeys, PAGES_PER_BATCH } from '#shared/contracts/artifact-keys.ts';
import { RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Citation } from '#shared/domain/answer.ts';
import type { CarriedClaim } from '#shared/domain/claim-check.ts';
import { withoutLinks } from '#shared/domain/claim-links.ts';
import type { Box, RedactedPage } from '#shared/domain/extraction.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { isMarked } from '#shared/domain/instruction-mark.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';

export interface PlacedCitation {
  readonly citation: Citation & { boxes: Box[] };
  /** Whether the page still holds the quote, where the citation says: it can be looked up. */
  readonly isPlaced: boolean;
}

/** Where a claim's quote stands: document, page, characters, and boxes to highlight where the format has positions. */
export async function citationOf(
  { passage, start, end, quote }: CarriedClaim,
  attempt: Attempt | undefined,
  artifacts: ArtifactStore,
  signal: AbortSignal,
): Promise<PlacedCitation> {
  const { chunkId, documentId, name, title, page, score } = passage;
  const found = attempt && (await pageOf(attempt, page, artifacts, signal));
  const boxes = found === undefined ? [] : boxesIn(found, start, end);
  const isPlaced = found?.text.slice(start, end) === quote;
  const named = { name: withoutLinks(name), title: withoutLinks(title) };
  const citation: PlacedCitation['citation'] = {
    ...{ chunkId, documentId, ...named, page, start, end, quote, boxes, score },
    ...(isMarked(passage) && { suspicious: true }),
  };
  return { citation, isPlaced };
}

async function pageOf(
  attempt: Attempt,
  page: number,
  artifacts: ArtifactStore,
  signal: AbortSignal,
): Promise<RedactedPage | undefined> {
  const batch = Math.floor((page - 1) / PAGES_PER_BATCH);
  const pages = await pagesOf(artifactKeys(attempt).redactedBatch(batch), artifacts, signal);
  return pages.find(({ number }) => number === page);
}

/** Boxes of the blocks that the stretch touches. */
function boxesIn({ blocks }: RedactedPage, start: number, end: number): Box[] {
  return blocks.flatMap((block) =>
    block.box !== undefined && block.start < end && block.end > start ? [block.box] : [],
  );
}

/** A version that was replaced a moment ago has left no pages; its quote stands, without a place to highlight. */
async function pagesOf(key: string, artifacts: ArtifactStore, signal: AbortSignal): Promise<readonly RedactedPage[]> {
  try {
    return (await artifacts.read(key, RedactedBatchSchema, signal)).pages;
  } catch (cause) {
    if (cause instanceof PipelineFailure && cause.name === 'InputInvalid') return [];
    throw cause;
  }
}
