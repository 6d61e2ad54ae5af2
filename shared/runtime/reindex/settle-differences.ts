import { PipelineFailure } from '../../domain/failures.ts';
import type { Attempt } from '../../domain/identity.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DocumentPlace, GenerationIndex } from '../../ports/index-generations.ts';
import { compareGenerations } from './compare-generations.ts';
import { type CopyPorts, copyDocument } from './copy-document.ts';

/** Looks at a document that is short, and milliseconds between two: a write that is under way ends in between. */
const LOOKS = 5;
const REST = 1_000;

/**
 * Compares counts, copies again what differs, and assures itself chunk by chunk that nothing of it is missing. Gives how
 * many documents and attempts differed.
 *
 * @throws PipelineFailure `ReindexIncomplete` when the new generation does not take some chunks.
 */
export async function settleDifferences(copy: CopyPorts, clock: Clock, signal: AbortSignal): Promise<number> {
  const { short, extra } = await compareGenerations(copy.from, copy.to, signal);
  // What another embedder's writers made stands in the new generation alone, and is no mistake.
  const strays = copy.embedder === undefined ? extra : [];
  for (const stray of strays) await removeStray(stray, copy, signal);
  let missing = 0;
  for (const document of short) missing += await mend(document, copy, clock, signal);
  if (missing === 0) return short.length + strays.length;
  throw new PipelineFailure('ReindexIncomplete', 'the new generation does not take every chunk', {
    details: { missing, documents: short.length },
  });
}

/** Removes what stands in the new generation alone, and copies its document again, which restores what came meanwhile. */
async function removeStray(stray: Attempt, copy: CopyPorts, signal: AbortSignal): Promise<void> {
  await copy.to.removeAttempt(stray, signal);
  await copyDocument(stray, copy, signal);
}

/** Chunks that are missing to the end. */
async function mend(document: DocumentPlace, copy: CopyPorts, clock: Clock, signal: AbortSignal): Promise<number> {
  for (let looks = 1; ; looks += 1) {
    await copyDocument(document, copy, signal);
    const needed = await idsOf(document, copy.from, signal);
    const held = await idsOf(document, copy.to, signal);
    const lacking = [...needed].filter((id) => !held.has(id));
    if (lacking.length === 0 || looks === LOOKS) return lacking.length;
    await clock.sleep(REST, signal);
  }
}

async function idsOf(document: DocumentPlace, index: GenerationIndex, signal: AbortSignal): Promise<Set<string>> {
  const ids = new Set<string>();
  for (let page = await index.chunkPage(document, undefined, signal); ; ) {
    const last = page.at(-1);
    if (last === undefined) return ids;
    for (const { chunkId } of page) ids.add(chunkId);
    page = await index.chunkPage(document, last, signal);
  }
}
