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

export interface FusedHit {
  readonly chunkId: string;
  /** 0 to 1. */
  readonly score: number;
  /** 1-based rank on each side; absent when that side did not find it. */
  readonly lexicalRank?: number | undefined;
  readonly vectorRank?: number | undefined;
  /** What each side gave it before weighting, 0 (its worst hit) to 1 (its best). */
  readonly lexicalShare?: number | undefined;
  readonly vectorShare?: number | undefined;
  /** The vector side's own score, cosine similarity, when it found it. */
  readonly similarity?: number | undefined;
}

/**
 * Merges a lexical and a vector result into one, best first. Each side's scores are stretched to 0..1 between its worst
 * and its best hit ("min-max", Lee, SIGIR 1997) and weighted; a hit of one side only gets nothing for the other, and stays.
 *
 * Only a result's own scores count, so that an index shared with others shows nothing of theirs.
 */
export function fuse(
  { lexical, vector }: { readonly lexical: readonly RankedHit[]; readonly vector: readonly RankedHit[] },
  weights: FusionWeights,
): FusedHit[] {
  const fused = new Map<string, FusedHit>();
  const add = (chunkId: string, score: number, found: Partial<FusedHit>) => {
    const before = fused.get(chunkId) ?? { chunkId, score: 0 };
    fused.set(chunkId, { ...before, ...found, score: before.score + score });
  };
  for (const [at, { chunkId, share }] of stretched(lexical).entries()) {
    add(chunkId, weights.lexical * share, { lexicalRank: at + 1, lexicalShare: share });
  }
  for (const [at, { chunkId, share, score }] of stretched(vector).entries()) {
    add(chunkId, weights.vector * share, { vectorRank: at + 1, vectorShare: share, similarity: score });
  }
  return [...fused.values()].sort((a, b) => b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1));
}

/** First hit of each chunk, with its score between the result's worst (0) and best (1). */
function stretched(hits: readonly RankedHit[]): (RankedHit & { readonly share: number })[] {
  const seen = new Set<string>();
  const unique = hits.filter(({ chunkId }) => !seen.has(chunkId) && seen.add(chunkId));
  const scores = unique.map(({ score }) => score);
  const worst = Math.min(...scores);
  const span = Math.max(...scores) - worst;
  return unique.map((hit) => ({ ...hit, share: span > 0 ? (hit.score - worst) / span : 1 }));
}
