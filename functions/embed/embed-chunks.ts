import { artifactKeys, ChunkBatchSchema } from '#shared/contracts/artifacts.ts';
import type { BatchInput } from '#shared/contracts/steps.ts';
import { embeddingText } from '#shared/domain/chunk.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Embedder } from '#shared/ports/embedder.ts';

export interface EmbedPorts {
  readonly artifacts: ArtifactStore;
  readonly embedder: Embedder;
}

/** Gives every chunk of a batch its vector. Running it again writes the same key, so a retry is harmless. */
export async function embedChunks(
  input: BatchInput,
  { artifacts, embedder }: EmbedPorts,
  signal: AbortSignal,
): Promise<BatchInput> {
  const keys = artifactKeys(input);
  const chunks = await artifacts.read(keys.chunkBatch(input.batch), ChunkBatchSchema, signal);
  const texts = chunks.map(embeddingText);

  const vectors: Vector[] = [];
  for (let start = 0; start < texts.length; start += embedder.maxBatch) {
    const batch = texts.slice(start, start + embedder.maxBatch);
    vectors.push(...(await embedder.embed(batch, 'passage', signal)));
  }

  await artifacts.write(keys.vectorBatch(input.batch), vectors, signal);
  return input;
}
