import type { Principal } from '../domain/access.ts';
import type { IndexedChunk, RefusedChunk } from '../domain/chunk.ts';
import type { FactCondition } from '../domain/fact-conditions.ts';
import type { FactKey } from '../domain/fact-keys.ts';
import type { EmbedderFingerprint } from '../domain/fingerprint.ts';
import type { Attempt, AttemptsUpTo } from '../domain/identity.ts';
import type { IndexGeneration } from '../domain/index-generation.ts';
import type { Vector } from '../domain/vector.ts';

/** Every search names the tenant and the asker's principals: there is no search without a filter. */
export interface SearchScope {
  readonly tenantId: string;
  readonly principals: readonly Principal[];
  /** When given, only documents of these collections. */
  readonly collections?: readonly string[] | undefined;
  /** What a document's facts have to meet, all of it. It only takes away from what the rest lets through. */
  readonly conditions?: readonly FactCondition[] | undefined;
  readonly limit: number;
  /** The generation to search, from `serving`, so that two searches read the same; the one that serves without. */
  readonly generation?: IndexGeneration | undefined;
}

export interface SearchHit {
  readonly chunk: Omit<IndexedChunk, 'vector'>;
  /** Higher is better. Comparable within one result only; for the vector side it is the cosine similarity. */
  readonly score: number;
  /** Number of the generation that it was found in. */
  readonly generation: number;
}

/** Who may read a document, where it belongs and what it is filtered by: kept once a document, joined at search time. */
export interface IndexedAccess {
  readonly tenantId: string;
  readonly documentId: string;
  readonly collection: string;
  readonly access: readonly Principal[];
  /** Sorted and without doubles; a document without facts meets no condition. */
  readonly facts?: readonly FactKey[] | undefined;
}

/** A document whose chunks are written, and whose vectors they bring. */
export interface IndexedDocument extends IndexedAccess {
  readonly embedder: EmbedderFingerprint;
}

/**
 * Finds chunks by words and by meaning. What is written, removed or changed is so in every generation that there is when
 * the call returns, also in one that a reindex began meanwhile. An aborted `signal` rejects any call.
 *
 * @throws PipelineFailure `DependencyUnavailable` when it fails; a search with conditions `IndexMismatch` in a generation
 *   of before facts were kept.
 */
export interface ChunkIndex {
  /**
   * Makes the first generation for vectors of this embedder; safe any number of times. It never changes one that exists.
   *
   * @throws PipelineFailure `IndexMismatch` when the one that serves holds vectors of another embedder.
   */
  prepare(fingerprint: EmbedderFingerprint, signal?: AbortSignal): Promise<void>;
  /** The generation that searches read; nothing before `prepare`. */
  serving(signal?: AbortSignal): Promise<IndexGeneration | undefined>;

  /**
   * Writes chunks of one document, whole or not at all for each; writing the same id again replaces it. Gives those that
   * it will never take, each once and in any order: all others are written. Generations of another embedder are left out.
   *
   * @throws PipelineFailure `IndexMismatch` when there is none of the vectors' own embedder.
   */
  write(
    chunks: readonly IndexedChunk[],
    document: IndexedDocument,
    signal?: AbortSignal,
  ): Promise<readonly RefusedChunk[]>;

  /** Changes who finds a document's chunks and by which facts, without touching text or vectors. */
  setAccess(access: IndexedAccess, signal?: AbortSignal): Promise<void>;

  /** Best first by BM25 over the query's terms; any of the terms suffices. Terms come from the text analyzer. */
  searchLexical(terms: readonly string[], scope: SearchScope, signal?: AbortSignal): Promise<SearchHit[]>;
  /** Best first by cosine similarity. */
  searchVector(vector: Vector, scope: SearchScope, signal?: AbortSignal): Promise<SearchHit[]>;

  /**
   * Removes what attempts up to this one wrote of a document, and its access when that was all. A document that came
   * back meanwhile keeps what its later attempts wrote. Removing nothing is no failure.
   */
  removeDocument(attempts: AttemptsUpTo, signal?: AbortSignal): Promise<void>;
  /** Removes the chunks that one attempt wrote, and no other's: a newer attempt may be writing beside it. */
  removeAttempt(attempt: Attempt, signal?: AbortSignal): Promise<void>;

  /**
   * The attempts that have chunks, of all tenants, ordered by tenant, document, version and attempt, at most `limit` (1 to
   * 1,000); `after` is the last one of the page before, and an empty page follows the last. What is written or removed
   * meanwhile may be missing from it or still be in it.
   */
  attempts(after: Attempt | undefined, limit: number, signal?: AbortSignal): Promise<readonly Attempt[]>;

  /** Chunks of a document as they are kept, by position: for tests, `inspect` and the reconciler. */
  documentChunks(tenantId: string, documentId: string, signal?: AbortSignal): Promise<IndexedChunk[]>;
}
