import type { IndexedChunk, RefusedChunk } from '../domain/chunk.ts';
import type { EmbedderFingerprint } from '../domain/fingerprint.ts';
import type { Attempt } from '../domain/identity.ts';
import type { AttemptCount, IndexGeneration } from '../domain/index-generation.ts';
import type { ChunkIndex, IndexedAccess } from './chunk-index.ts';

/** A document by its ids. */
export type DocumentPlace = Pick<Attempt, 'tenantId' | 'documentId'>;

/** Where a page of chunks ends. */
export type ChunkPlace = Pick<IndexedChunk, 'position' | 'chunkId'>;

/** One generation of the index: what a `ChunkIndex` does, done to this generation alone. */
export interface GenerationIndex
  extends Pick<ChunkIndex, 'setAccess' | 'searchLexical' | 'searchVector' | 'removeDocument' | 'removeAttempt'> {
  /** As `ChunkIndex.write`, whoever made the vectors. */
  write(chunks: readonly IndexedChunk[], access: IndexedAccess, signal?: AbortSignal): Promise<readonly RefusedChunk[]>;
  /** As `ChunkIndex.attempts`, with the number of each one's chunks. */
  attempts(after: Attempt | undefined, limit: number, signal?: AbortSignal): Promise<readonly AttemptCount[]>;
  /** Chunks of a document by position and id, some at a time; an empty page follows the last. */
  chunkPage(document: DocumentPlace, after: ChunkPlace | undefined, signal?: AbortSignal): Promise<IndexedChunk[]>;
  /** Who finds a document's chunks here; nothing when it has none. */
  documentAccess(document: DocumentPlace, signal?: AbortSignal): Promise<IndexedAccess | undefined>;
  /** Chunks of all tenants. */
  count(signal?: AbortSignal): Promise<number>;
}

/**
 * The generations of an index. A generation that was made is listed to everybody at once: whoever writes looks at the
 * list before and after, and so reaches each one that came up meanwhile.
 *
 * @throws PipelineFailure `DependencyUnavailable` when it fails, `StateNewer` when a newer release made one of them.
 */
export interface IndexGenerations {
  /** By number. */
  list(signal?: AbortSignal): Promise<readonly IndexGeneration[]>;
  /** The one that searches read now. */
  serving(signal?: AbortSignal): Promise<IndexGeneration | undefined>;
  /** Makes the next one, empty. Of two that are made at the same time for the same number, one stays. */
  create(fingerprint: EmbedderFingerprint, state: 'serving' | 'building', signal?: AbortSignal): Promise<void>;
  /** Its calls fail with `DependencyUnavailable` once it was dropped. */
  open(generation: IndexGeneration): GenerationIndex;
  /** Remembers how far a reindex has copied. */
  markCopied(generation: IndexGeneration, copied: Attempt, signal?: AbortSignal): Promise<void>;
  /** From one moment to the next searches read this one, and the one before is kept. */
  serve(generation: IndexGeneration, signal?: AbortSignal): Promise<void>;
  /** Removes one that does not serve. Dropping what is gone is no failure. */
  drop(generation: IndexGeneration, signal?: AbortSignal): Promise<void>;
}
