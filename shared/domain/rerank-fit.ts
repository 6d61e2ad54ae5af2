import { fitLogistic } from './logistic-regression.ts';
import { type Judgements, ndcg } from './metrics.ts';
import { RERANK_FEATURES, type RerankFeatures } from './rerank-features.ts';
import { type RerankWeights, rerankScore } from './rerank-weights.ts';

/** A question whose relevant items are known, as the reranker would see it. */
export interface RerankCase {
  readonly id: string;
  /** Those that are reranked, in fused order; one item may stand there several times. */
  readonly candidates: readonly { readonly itemId: string; readonly features: RerankFeatures }[];
  /** Items below them, in fused order. */
  readonly below: readonly string[];
  readonly judgements: Judgements;
}

/**
 * Weights under which what is relevant scores above what is not: a logistic regression on the differences of the
 * features of each such pair of one question.
 *
 * Source: RankNet with a linear scorer, Burges and others, ICML 2005.
 *
 * @throws RangeError when no question has both kinds among its candidates.
 */
export function fitReranker(cases: readonly RerankCase[]): RerankWeights {
  const rows = cases.flatMap(pairsOf).flatMap((features) => [
    { features, isPositive: true },
    { features: features.map((value) => -value), isPositive: false },
  ]);
  const { weights } = fitLogistic(rows);
  return weightsOf((at) => weights[at] ?? 0);
}

/** nDCG@10 of one question in fused order and reranked. Undefined where nothing is relevant. */
export function rerankGain(
  { candidates, below, judgements }: RerankCase,
  weights: RerankWeights,
): { readonly fused: number; readonly reranked: number } | undefined {
  const ranked = [...candidates].sort((a, b) => rerankScore(b.features, weights) - rerankScore(a.features, weights));
  const quality = (order: RerankCase['candidates']) =>
    ndcg([...new Set([...order.map(({ itemId }) => itemId), ...below])], judgements, 10);
  const [fused, reranked] = [quality(candidates), quality(ranked)];
  return fused === undefined || reranked === undefined ? undefined : { fused, reranked };
}

/** Every question, reranked by weights that were fitted on the other half of the questions: every second one. */
export function crossValidated(cases: readonly RerankCase[]): { readonly fused: number; readonly reranked: number }[] {
  const halves = [0, 1].map((half) => cases.filter((_, at) => at % 2 === half));
  const [even = [], odd = []] = halves;
  const gains = (tested: readonly RerankCase[], fitted: readonly RerankCase[]) => {
    const weights = fitReranker(fitted);
    return tested.flatMap((each) => rerankGain(each, weights) ?? []);
  };
  return [...gains(even, odd), ...gains(odd, even)];
}

function weightsOf(weightAt: (at: number) => number): RerankWeights {
  const entries = RERANK_FEATURES.map((name, at) => [name, weightAt(at)] as const);
  return Object.fromEntries(entries) as unknown as RerankWeights; // Every feature by its name, as listed.
}

function pairsOf({ candidates, judgements }: RerankCase): number[][] {
  const grade = (itemId: string) => judgements.get(itemId) ?? 0;
  return candidates.flatMap((better) =>
    candidates
      .filter((worse) => grade(better.itemId) > Math.max(0, grade(worse.itemId)))
      .map((worse) => RERANK_FEATURES.map((name) => better.features[name] - worse.features[name])),
  );
}
