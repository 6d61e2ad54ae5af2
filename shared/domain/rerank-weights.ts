import { RERANK_FEATURES, type RerankFeature, type RerankFeatures } from './rerank-features.ts';

/** How much each feature counts. */
export type RerankWeights = Readonly<Record<RerankFeature, number>>;

/** The weighted sum of the features: it orders the passages of one question and says nothing else. */
export function rerankScore(features: RerankFeatures, weights: RerankWeights): number {
  return RERANK_FEATURES.reduce((sum, name) => sum + weights[name] * features[name], 0);
}

/** To be fitted. */
export const RERANK_WEIGHTS: RerankWeights = {
  fused: 1,
  similarity: 0,
  coverage: 0,
  sentence: 0,
  heading: 0,
  phrase: 0,
  proximity: 0,
  feedback: 0,
  meaning: 0,
};
