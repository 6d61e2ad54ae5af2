import { fitLogistic } from './logistic-regression.ts';
import { type Judgements, ndcg } from './metrics.ts';
import { RERANK_FEATURES, type RerankFeature, type RerankFeatures } from './rerank-features.ts';
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
 * features of each such pair of one question. Every feature is a good sign, so one that comes out as a bad one only
 * makes up for others on these very questions: the worst of them is left out, and the rest fitted again.
 *
 * Source: RankNet with a linear scorer, Burges and others, ICML 2005.
 *
 * @throws RangeError when no question has both kinds among its candidates.
 */
export function fitReranker(cases: readonly RerankCase[]): RerankWeights {
  const pairs = cases.flatMap(pairsOf);
  let kept: readonly RerankFeature[] = RERANK_FEATURES;
  for (;;) {
    const weights = fittedTo(pairs, kept);
    const worst = [...kept].sort((a, b) => weights[a] - weights[b])[0];
    if (worst === undefined || weights[worst] >= 0) return weights;
    kept = kept.filter((name) => name !== worst);
  }
}

/** Every second pair the other way round, for a fit takes both kinds; those that are left out weigh nothing. */
function fittedTo(pairs: readonly RerankFeatures[], kept: readonly RerankFeature[]): RerankWeights {
  const rows = pairs.map((pair, at) => {
    const isPositive = at % 2 === 0;
    return { isPositive, features: kept.map((name) => (isPositive ? pair[name] : -pair[name])) };
  });
  const { weights } = fitLogistic(rows);
  return featured((name) => (kept.includes(name) ? Number(weights[kept.indexOf(name)]) : 0));
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
  const even = cases.filter((_, at) => at % 2 === 0);
  const odd = cases.filter((_, at) => at % 2 === 1);
  const gains = (tested: readonly RerankCase[], fitted: readonly RerankCase[]) => {
    const weights = fitReranker(fitted);
    return tested.flatMap((each) => rerankGain(each, weights) ?? []);
  };
  return [...gains(even, odd), ...gains(odd, even)];
}

function featured(figureOf: (name: RerankFeature) => number): RerankFeatures {
  const entries = RERANK_FEATURES.map((name) => [name, figureOf(name)] as const);
  return Object.fromEntries(entries) as unknown as RerankFeatures; // Every feature by its name, as listed.
}

/** Features of what is relevant, less those of what is less so, of every such two candidates. */
function pairsOf({ candidates, judgements }: RerankCase): RerankFeatures[] {
  const grade = (itemId: string) => judgements.get(itemId) ?? 0;
  return candidates.flatMap((better) =>
    candidates
      .filter((worse) => grade(better.itemId) > Math.max(0, grade(worse.itemId)))
      .map((worse) => featured((name) => better.features[name] - worse.features[name])),
  );
}
