import { artifactKeys, CHUNKS_PER_BATCH } from '#shared/contracts/artifact-keys.ts';
import { type RedactedBatch, RedactedBatchSchema } from '#shared/contracts/artifacts.ts';
import type { Chunked, Classified } from '#shared/contracts/steps.ts';
import type { Chunk } from '#shared/domain/chunk.ts';
import { type DocumentChunker, documentChunker } from '#shared/domain/chunking.ts';
import { type ChunkingPolicy, chunkingName } from '#shared/domain/chunking-policy.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { withSuspicion } from '#shared/domain/instruction-mark.ts';
import { isInstructive } from '#shared/domain/instruction-score.ts';
import { addedUses, type ModelUse } from '#shared/domain/metered-cost.ts';
import type { RedactedText } from '#shared/domain/text.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { TokenCounter } from '#shared/ports/token-counter.ts';

export interface ChunkPorts {
  readonly artifacts: ArtifactStore;
  readonly tokens: TokenCounter;
  readonly chunking: ChunkingPolicy;
}

/**
 * Cuts a document into chunks, holding one batch of its pages and one of its chunks at a time. Running it again writes
 * the same keys, so a retry is harmless.
 *
 * @throws PipelineFailure `DocumentEmpty` when the pages hold nothing but white space.
 */
export async function chunkDocument(
  input: Classified,
  { artifacts, tokens, chunking }: ChunkPorts,
  signal: AbortSignal,
): Promise<Chunked> {
  const keys = artifactKeys(input);
  const batches: number[] = [];
  let chunker: DocumentChunker | undefined;
  let waiting: Chunk[] = [];
  const uses: ModelUse[] = [];
  let [chunks, suspicious] = [0, 0];
  const write = async (batch: readonly Chunk[]) => {
    await artifacts.write(keys.chunkBatch(batches.length), batch, signal);
    batches.push(batches.length);
    chunks += batch.length;
    suspicious += batch.filter(({ suspicion = 0 }) => isInstructive(suspicion)).length;
  };

  for (const number of input.batches) {
    const pages = await artifacts.read(keys.redactedBatch(number), RedactedBatchSchema, signal);
    uses.push(...(pages.uses ?? []));
    chunker ??= documentChunker(titleOf(pages), tokens.count, chunking);
    for (const page of pages.pages) {
      const cut = chunker.chunkPage(page);
      waiting = waiting.concat(cut.map((chunk) => ({ ...withSuspicion(chunk), ...languageOf(input) })));
    }
    while (waiting.length >= CHUNKS_PER_BATCH) {
      await write(waiting.slice(0, CHUNKS_PER_BATCH));
      waiting = waiting.slice(CHUNKS_PER_BATCH);
    }
  }
  if (waiting.length > 0) await write(waiting);

  if (chunks === 0) throw new PipelineFailure('DocumentEmpty', 'the pages hold no text');
  const paid = uses.length === 0 ? {} : { detectionUses: addedUses(uses) };
  return { ...input, batches, chunks, ...paid, suspicious, chunking: chunkingName(chunking) };
}

/** None where the document does not tell: its chunks may, each by itself. */
function languageOf({ language }: Classified): Pick<Chunk, 'language'> {
  return language === 'und' ? {} : { language };
}

/** The document's title, or the name of its file where it has none. */
function titleOf({ title, name }: RedactedBatch): RedactedText {
  return title.trim() === '' ? name : title;
}
