import { type EmbedderFingerprint, isSameFingerprint } from './fingerprint.ts';
import type { Attempt } from './identity.ts';

/**
 * Of what makes a generation: its mapping or tables, and the terms that chunks are found by. Raise it when a change of
 * either needs an index that is built anew; the ones before it go on serving until they are reindexed.
 *
 * 2: a chunk keeps how much it looks like orders to a model.
 * 3: a document keeps the facts that it is filtered by, a chunk its language, whose stems it is found by.
 */
export const INDEX_VERSION = 3;

/** `serving`: searches read it. `building`: a reindex fills it. `kept`: it was whole and can serve again. */
export type GenerationState = 'serving' | 'building' | 'kept';

/** One build of the index. Searches read one at a time; writes and removals go to all that exist. */
export interface IndexGeneration {
  /** From 1, growing. */
  readonly number: number;
  readonly state: GenerationState;
  /** Of the embedder that made its vectors. */
  readonly fingerprint: EmbedderFingerprint;
  /** `INDEX_VERSION` of the release that made it. */
  readonly version: number;
  /** The last attempt that a reindex has copied into it, in the order in which attempts are listed. */
  readonly copied?: Attempt | undefined;
}

/** An attempt with how many of its chunks a generation holds. */
export interface AttemptCount extends Attempt {
  readonly chunks: number;
}

/** Share of sampled passages, 0 to 1, that each side of a search finds among the first ten by their own text. */
export interface CanaryRecall {
  readonly lexical: number;
  readonly vector: number;
}

/**
 * By how much a side may find less before it counts as worse: two of the 200 sampled passages. An approximate graph of
 * neighbours is built anew each time and misses one or another by chance; a side that lost its filter, its analyzer or
 * its vectors misses nearly all.
 */
const RECALL_TOLERANCE = 0.01;

/**
 * Which of so many are sampled, evenly over all of them: the positions of at most `size`.
 */
export function evenSample(count: number, size: number): number[] {
  const taken = Math.min(count, size);
  return Array.from({ length: taken }, (_, at) => Math.floor((at * count) / taken));
}

/** Why an index should be built anew: another embedder, or a release that builds it otherwise. */
export type ReindexReason = 'embedder' | 'version';

/** Whether a generation takes vectors of this embedder. */
export function takesVectorsOf({ fingerprint }: IndexGeneration, other: EmbedderFingerprint): boolean {
  return isSameFingerprint(fingerprint, other);
}

export function reindexReasons(generation: IndexGeneration, embedder: EmbedderFingerprint): ReindexReason[] {
  return [
    ...(takesVectorsOf(generation, embedder) ? [] : (['embedder'] as const)),
    ...(generation.version === INDEX_VERSION ? [] : (['version'] as const)),
  ];
}

/** Whether a new generation finds at least as much as the one before, on each side. */
export function findsAsMuch(before: CanaryRecall, after: CanaryRecall): boolean {
  const isNoWorse = (side: keyof CanaryRecall) => after[side] >= before[side] - RECALL_TOLERANCE;
  return isNoWorse('lexical') && isNoWorse('vector');
}

/** Orders attempts as indexes list them: by tenant, document, version and attempt. */
export function compareAttempts(a: Attempt, b: Attempt): number {
  return (
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.documentId, b.documentId) ||
    compareText(a.versionId, b.versionId) ||
    a.attempt - b.attempt
  );
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
