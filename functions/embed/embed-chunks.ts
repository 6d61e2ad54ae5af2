import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { ChunkBatchSchema } from '#shared/contracts/artifacts.ts';
import type { IndexBatchInput } from '#shared/contracts/steps.ts';
import { embeddingText } from '#shared/domain/chunk.ts';
import type { EmbedderFingerprint } from '#shared/domain/fingerprint.ts';
import type { ModelUse } from '#shared/domain/metered-cost.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { paidEmbedding } from '#shared/runtime/paid-embedding.ts';
import type { SpendingPorts } from '#shared/runtime/spend.ts';

export interface EmbedPorts extends SpendingPorts {
  readonly artifacts: ArtifactStore;
  readonly embedder: Embedder;
  /** Of the embedder. */
  readonly fingerprint: () => Promise<EmbedderFingerprint>;
}

/** Gives every chunk of a batch its vector, and says whose they are. Running it again writes the same key, so a retry is harmless. */
export async function embedChunks(
  input: IndexBatchInput,
  { artifacts, embedder, fingerprint, ...ports }: EmbedPorts,
  signal: AbortSignal,
): Promise<IndexBatchInput> {
  const keys = artifactKeys(input);
  const chunks = await artifacts.read(keys.chunkBatch(input.batch), ChunkBatchSchema, signal);
  const texts = chunks.map(embeddingText);

  const embed = paidEmbedding(input.tenantId, ports);
  const vectors: Vector[] = [];
  let inputTokens = 0;
  for (let start = 0; start < texts.length; start += embedder.maxBatch) {
    const batch = texts.slice(start, start + embedder.maxBatch);
    const embedded = await embed(embedder, batch, 'passage', signal);
    vectors.push(...embedded.vectors);
    inputTokens += embedded.tokens;
  }

  const use: ModelUse = { model: embedder.modelId, calls: texts.length, inputTokens, outputTokens: 0 };
  await artifacts.write(keys.embeddingUse(input.batch), use, signal);
  await artifacts.write(keys.vectorBatch(input.batch), { embedder: await fingerprint(), vectors }, signal);
  return input;
}
