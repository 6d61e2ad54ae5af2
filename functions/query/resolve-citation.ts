import { artifactKeys, PAGES_PER_BATCH, RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Citation } from '#shared/domain/answer.ts';
import type { CarriedClaim } from '#shared/domain/claim-check.ts';
import { withoutLinks } from '#shared/domain/claim-links.ts';
import type { Box, RedactedPage } from '#shared/domain/extraction.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { isMarked } from '#shared/domain/instruction-mark.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';

/** Where a claim's quote stands: document, page, characters, and boxes to highlight where the format has positions. */
export async function citationOf(
  { passage, start, end, quote }: CarriedClaim,
  attempt: Attempt | undefined,
  artifacts: ArtifactStore,
  signal: AbortSignal,
): Promise<Citation & { boxes: Box[] }> {
  const { chunkId, documentId, name, title, page, score } = passage;
  const named = { name: withoutLinks(name), title: withoutLinks(title) };
  const boxes = attempt === undefined ? [] : await boxesOf(attempt, passage.page, start, end, artifacts, signal);
  return {
    ...{ chunkId, documentId, ...named, page, start, end, quote, boxes, score },
    ...(isMarked(passage) && { suspicious: true }),
  };
}

/** Boxes of the blocks that the stretch touches. */
async function boxesOf(
  attempt: Attempt,
  page: number,
  start: number,
  end: number,
  artifacts: ArtifactStore,
  signal: AbortSignal,
): Promise<Box[]> {
  const batch = Math.floor((page - 1) / PAGES_PER_BATCH);
  const pages = await pagesOf(artifactKeys(attempt).redactedBatch(batch), artifacts, signal);
  const blocks = pages.find(({ number }) => number === page)?.blocks ?? [];
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
