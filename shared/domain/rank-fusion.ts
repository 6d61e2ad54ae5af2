import { minMax } from './min-max.ts';
import type { QueryClass } from './query-class.ts';

/** A search result of one side, best first. Scores compare within the result only. */
export interface RankedHit {
  readonly chunkId: string;
  readonly score: number;
}

/** How much each side says of the fused score; together 1. */
export interface FusionWeights {
  readonly vector: number;
  readonly lexical: number;
}

/** `scores`: how far a hit's score lies from its side's worst. `ranks`: how high it stands, whatever its score. */
export type FusionMethod = 'scores' | 'ranks';

export interface FusionModel extends FusionWeights {
  /** `scores` where none is named. */
  readonly method?: FusionMethod | undefined;
  /** Weights of their own for ways of asking, where they pay. */
  readonly classes?: Partial<Readonly<Record<QueryClass, FusionWeights>>> | undefined;
}

export interface FusedHit {
  readonly chunkId: string;
  /** 0 to 1. */
  readonly score: number;
  /** 1-based rank on each side; absent when that side did not find it. */
  readonly lexicalRank?: number | undefined;
  readonly vectorRank?: number | undefined;
  /** Where its score lies on each side, from 0 (the side's worst hit) to 1 (its best). */
  readonly lexicalShare?: number | undefined;
  readonly vectorShare?: number | undefined;
  /** The vector side's own score, cosine similarity, when it found it. */
  readonly similarity?: number | undefined;
}

/**
 * How slowly a hit counts less the lower it stands. Source: Cormack, Clarke and Büttcher, "Reciprocal rank fusion
 * outperforms Condorcet and individual rank learning methods", SIGIR 2009.
 */
const RANK_CONSTANT = 60;

/**
 * Merges a lexical and a vector result into one, best first. By scores, each side's are stretched to 0..1 between its
 * worst and its best hit ("min-max", Lee, SIGIR 1997); by ranks, a hit gets the reciprocal of its rank, so that the first
 * of a side gets 1. Weighted, a hit of one side only gets nothing for the other, and stays.
 *
 * Only a result's own scores count, so that an index shared with others shows nothing of theirs.
 */
export function fuse(
  { lexical, vector }: { readonly lexical: readonly RankedHit[]; readonly vector: readonly RankedHit[] },
  model: FusionModel,
  queryClass: QueryClass = 'sentence',
): FusedHit[] {
  const weights = weightsOf(model, queryClass);
  const fused = new Map<string, FusedHit>();
  const add = (chunkId: string, score: number, found: Partial<FusedHit>) => {
    const before = fused.get(chunkId) ?? { chunkId, score: 0 };
    fused.set(chunkId, { ...before, ...found, score: before.score + score });
  };
  const worth = (share: number, at: number) => (model.method === 'ranks' ? rankShare(at + 1) : share);
  for (const [at, { chunkId, share }] of stretched(lexical).entries()) {
    add(chunkId, weights.lexical * worth(share, at), { lexicalRank: at + 1, lexicalShare: share });
  }
  for (const [at, { chunkId, share, score }] of stretched(vector).entries()) {
    add(chunkId, weights.vector * worth(share, at), { vectorRank: at + 1, vectorShare: share, similarity: score });
  }
  return [...fused.values()].sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}

/** The weights for a way of asking. */
export function weightsOf(model: FusionModel, queryClass: QueryClass): FusionWeights {
  return model.classes?.[queryClass] ?? model;
}

/** What a rank counts, 1 for the first and towards 0; nothing where a side did not find it. */
export function rankShare(rank: number | undefined): number {
  return rank === undefined ? 0 : (RANK_CONSTANT + 1) / (RANK_CONSTANT + rank);
}

/** First hit of each chunk, with its score between the result's worst (0) and best (1). */
function stretched(hits: readonly RankedHit[]): (RankedHit & { readonly share: number })[] {
  const seen = new Set<string>();
  const unique = hits.filter(({ chunkId }) => !seen.has(chunkId) && seen.add(chunkId));
  const shares = minMax(unique.map(({ score }) => score));
  return unique.map((hit, at) => ({ ...hit, share: Number(shares[at]) }));
}
