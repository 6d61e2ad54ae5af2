import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import { ChunkBatchSchema, VectorBatchSchema } from '#shared/contracts/artifacts.ts';
import type { IndexBatchInput } from '#shared/contracts/steps.ts';
import type { Chunk, IndexedChunk } from '#shared/domain/chunk.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { chunkIdOf } from '#shared/domain/identity.ts';
import type { Vector } from '#shared/domain/vector.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { ChunkIndex } from '#shared/ports/chunk-index.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import { currentDocument } from '#shared/runtime/current-document.ts';
import { indexedAccess } from '#shared/runtime/indexed-access.ts';

export interface IndexPorts {
  readonly artifacts: ArtifactStore;
  readonly ledger: Ledger;
  readonly index: ChunkIndex;
}

/**
 * Writes a batch of chunks into the index. They stay invisible until publish names their version and attempt. Those that
 * the index refuses for good are listed in the batch's quarantine, also when there are none: publish reads every list, so
 * that one that got lost is a failure and not a zero.
 */
export async function indexChunks(
  input: IndexBatchInput,
  { artifacts, ledger, index }: IndexPorts,
  signal: AbortSignal,
): Promise<IndexBatchInput> {
  const keys = artifactKeys(input);
  const record = await currentDocument(ledger, input, signal);
  const chunks = await artifacts.read(keys.chunkBatch(input.batch), ChunkBatchSchema, signal);
  const { vectors, ...made } = await artifacts.read(keys.vectorBatch(input.batch), VectorBatchSchema, signal);
  if (chunks.length !== vectors.length) {
    throw new PipelineFailure('Unexpected', 'a batch has not one vector a chunk', {
      details: { chunks: chunks.length, vectors: vectors.length },
    });
  }

  // Where an earlier release did not say, it was the one of the index: no other could be deployed.
  const embedder = made.embedder ?? (await index.serving(signal))?.fingerprint;
  if (embedder === undefined) throw new PipelineFailure('DependencyUnavailable', 'the index was not prepared');

  const { documentClass, language } = input;
  const upcoming = { documentClass, language, date: record.source?.date, metadata: record.source?.metadata };
  // The access in force, not the pending one: the version before this one is found through it until publish.
  const refused = await index.write(
    chunks.map((chunk, at) => indexed(input, chunk, vectors[at] ?? [])),
    { ...indexedAccess(record, upcoming), embedder },
    signal,
  );
  await artifacts.write(keys.quarantine(input.batch), refused, signal);
  return input;
}

function indexed(
  { tenantId, documentId, versionId, attempt }: IndexBatchInput,
  chunk: Chunk,
  vector: Vector,
): IndexedChunk {
  const run = { tenantId, documentId, versionId, attempt };
  return { ...run, ...chunk, chunkId: chunkIdOf(run, chunk.position), vector };
}
