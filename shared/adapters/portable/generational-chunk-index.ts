import type { IndexedChunk, RefusedChunk } from '../../domain/chunk.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { type EmbedderFingerprint, isSameFingerprint } from '../../domain/fingerprint.ts';
import { type IndexGeneration, takesVectorsOf } from '../../domain/index-generation.ts';
import type { ChunkIndex, IndexedDocument, SearchScope } from '../../ports/chunk-index.ts';
import type { DocumentPlace, GenerationIndex, IndexGenerations } from '../../ports/index-generations.ts';

/** The chunk index that generations make up: searches read one of them, changes go to all. */
export function generationalChunkIndex(generations: IndexGenerations): ChunkIndex {
  const serving = async (signal?: AbortSignal, pinned?: IndexGeneration) => {
    signal?.throwIfAborted();
    const generation = pinned ?? (await generations.serving(signal));
    return generation && generations.open(generation);
  };
  const change = (work: (index: GenerationIndex) => Promise<void>, signal?: AbortSignal) =>
    changeAll(generations, () => true, work, signal);
  const found = ({ generation, ...scope }: SearchScope, signal?: AbortSignal) =>
    serving(signal, generation).then((index) => ({ index, scope }));

  return {
    prepare: (fingerprint, signal) => prepare(generations, fingerprint, signal),
    serving: (signal) => generations.serving(signal),

    write: (chunks, document, signal) => write(generations, chunks, document, signal),
    setAccess: (access, signal) => change((index) => index.setAccess(access, signal), signal),
    removeDocument: (attempts, signal) => change((index) => index.removeDocument(attempts, signal), signal),
    removeAttempt: (attempt, signal) => change((index) => index.removeAttempt(attempt, signal), signal),

    searchLexical: async (terms, asked, signal) => {
      const { index, scope } = await found(asked, signal);
      return index?.searchLexical(terms, scope, signal) ?? [];
    },
    searchVector: async (vector, asked, signal) => {
      const { index, scope } = await found(asked, signal);
      return index?.searchVector(vector, scope, signal) ?? [];
    },
    attempts: async (after, limit, signal) => {
      const page = (await (await serving(signal))?.attempts(after, limit, signal)) ?? [];
      return page.map(({ chunks: _chunks, ...attempt }) => attempt);
    },
    documentChunks: async (tenantId, documentId, signal) => {
      const index = await serving(signal);
      return index === undefined ? [] : wholeDocument(index, { tenantId, documentId }, signal);
    },
  };
}

async function wholeDocument(
  index: GenerationIndex,
  document: DocumentPlace,
  signal: AbortSignal | undefined,
): Promise<IndexedChunk[]> {
  const chunks: IndexedChunk[] = [];
  for (;;) {
    const page = await index.chunkPage(document, chunks.at(-1), signal);
    if (page.length === 0) return chunks;
    chunks.push(...page);
  }
}

async function prepare(
  generations: IndexGenerations,
  fingerprint: EmbedderFingerprint,
  signal: AbortSignal | undefined,
): Promise<void> {
  if ((await generations.list(signal)).length === 0) await generations.create(fingerprint, 'serving', signal);
  // Looked at after it was made too: another may have made it a moment before, for another embedder.
  const all = await generations.list(signal);
  if (!all.some(({ state }) => state === 'serving')) {
    throw new PipelineFailure('DependencyUnavailable', 'no generation of the index serves');
  }
  // A kept one may be another embedder's: nothing reads it or writes to it.
  const other = all.find(({ state, fingerprint: made }) => state !== 'kept' && !isSameFingerprint(made, fingerprint));
  if (other === undefined) return;
  throw new PipelineFailure('IndexMismatch', 'the index holds vectors of another embedding model', {
    details: { stored: other.fingerprint.modelId, offered: fingerprint.modelId, generation: other.number },
  });
}

/** Gives what the generation that serves refused, as long as it is written at all. */
async function write(
  generations: IndexGenerations,
  chunks: readonly IndexedChunk[],
  { embedder, ...access }: IndexedDocument,
  signal: AbortSignal | undefined,
): Promise<readonly RefusedChunk[]> {
  const refusals: (readonly RefusedChunk[])[] = [];
  if (chunks.length === 0) return [];
  const isWritable = (generation: IndexGeneration) => takesVectorsOf(generation, embedder);
  const writeTo = async (index: GenerationIndex, { state }: IndexGeneration) => {
    const refused = await index.write(chunks, access, signal);
    if (state === 'serving') refusals.unshift(refused);
    else refusals.push(refused);
  };
  await changeAll(generations, isWritable, writeTo, signal);
  const [first] = refusals;
  if (first !== undefined) return first;
  throw new PipelineFailure('IndexMismatch', 'the index was not prepared for this embedding model', {
    details: { offered: embedder.modelId },
  });
}

/**
 * Does something to each generation, the older first, and to those that came up meanwhile, so that a reindex that began
 * after the first look misses nothing: either this call sees its generation, or it sees what this call has done.
 */
async function changeAll(
  generations: IndexGenerations,
  isMeant: (generation: IndexGeneration) => boolean,
  work: (index: GenerationIndex, generation: IndexGeneration) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const done = new Set<number>();
  for (;;) {
    const all = await generations.list(signal);
    const left = all.filter((generation) => !done.has(generation.number) && isMeant(generation));
    if (left.length === 0) return;
    for (const generation of left) {
      signal?.throwIfAborted();
      await unlessDropped(generations, generation, () => work(generations.open(generation), generation), signal);
      done.add(generation.number);
    }
  }
}

/** What fails on a generation that was dropped meanwhile needs not be done. */
async function unlessDropped(
  generations: IndexGenerations,
  { number }: IndexGeneration,
  work: () => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    signal?.throwIfAborted();
    if ((await generations.list(signal)).some((each) => each.number === number)) throw cause;
  }
}
