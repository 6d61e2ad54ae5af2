/** How relevant each judged item is to one question: 0 not at all, higher is better. What is not judged counts as 0. */
export type Judgements = ReadonlyMap<string, number>;

/**
 * Normalised discounted cumulative gain of the first `k` of a ranking of distinct ids, 0 to 1: the gain is the grade,
 * the discount the logarithm of the rank, the norm what the best possible ranking would get.
 *
 * Source: `ndcg_cut` of trec_eval. Undefined when nothing is relevant.
 */
export function ndcg(ranking: readonly string[], judgements: Judgements, k: number): number | undefined {
  const ideal = [...judgements.values()].sort((a, b) => b - a);
  const best = discountedGain(ideal, k);
  return best === 0 ? undefined : discountedGain(gradesOf(ranking, judgements), k) / best;
}

/** Share of all relevant items that the first `k` hold. Undefined when nothing is relevant. */
export function recall(ranking: readonly string[], judgements: Judgements, k: number): number | undefined {
  const relevant = [...judgements.values()].filter(isRelevant).length;
  return relevant === 0 ? undefined : relevantAmong(ranking, judgements, k) / relevant;
}

/** Share of the first `k` places that hold a relevant item; a shorter ranking has empty places. */
export function precision(ranking: readonly string[], judgements: Judgements, k: number): number {
  return relevantAmong(ranking, judgements, k) / k;
}

/** One over the rank of the first relevant item among the first `k`, 0 when there is none. Its mean is MRR. */
export function reciprocalRank(ranking: readonly string[], judgements: Judgements, k: number): number {
  const at = gradesOf(ranking, judgements).slice(0, k).findIndex(isRelevant);
  return at === -1 ? 0 : 1 / (at + 1);
}

/** 1 when the first `k` hold a relevant item, else 0: whether one place suffices that answers. */
export function hit(ranking: readonly string[], judgements: Judgements, k: number): number {
  return relevantAmong(ranking, judgements, k) > 0 ? 1 : 0;
}

function relevantAmong(ranking: readonly string[], judgements: Judgements, k: number): number {
  return gradesOf(ranking, judgements).slice(0, k).filter(isRelevant).length;
}

function gradesOf(ranking: readonly string[], judgements: Judgements): number[] {
  return ranking.map((id) => judgements.get(id) ?? 0);
}

function isRelevant(grade: number): boolean {
  return grade > 0;
}

function discountedGain(grades: readonly number[], k: number): number {
  return grades.slice(0, k).reduce((sum, grade, at) => sum + Math.max(0, grade) / Math.log2(at + 2), 0);
}
