import { type FeaturedPassage, rerankFeatures, withMeaning } from '../../domain/rerank-features.ts';
import { RERANK_WEIGHTS, type RerankWeights, rerankScore } from '../../domain/rerank-weights.ts';
import { cosineSimilarity } from '../../domain/vector.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { Reranker, RerankRequest } from '../../ports/reranker.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { embedInBatches } from './embed-in-batches.ts';

/** On receipts, and for the price file: it runs in our own process. */
export const LOCAL_RERANKER = 'local-rerank';

/** Passages that are looked at: what helps stands among them, and more cost more. `affidavit train-reranker` prints both. */
const PASSAGES = 30;

export interface LocalRerankerOptions {
  readonly analyzer: TextAnalyzer;
  /** Compares the best sentence of each passage in meaning, at a call a sentence; words alone without it. */
  readonly embedder?: Embedder | undefined;
  readonly weights?: RerankWeights;
}

/** Orders passages by words, their places and headings, and meaning, with weights that were fitted; no language model. */
export function localReranker({ analyzer, embedder, weights = RERANK_WEIGHTS }: LocalRerankerOptions): Reranker {
  return {
    modelId: LOCAL_RERANKER,
    maxPassages: PASSAGES,
    rerank: async (request, signal) => {
      signal?.throwIfAborted();
      const read = rerankFeatures(request.question, request.passages, (text) => analyzer.analyze(text));
      const compared = embedder === undefined ? read : await compareMeaning(read, request, embedder, signal);
      return {
        scores: compared.map(({ features }) => rerankScore(features, weights)),
        features: compared.map(({ features }) => features),
        uses: [{ model: LOCAL_RERANKER, calls: 1, inputTokens: 0, outputTokens: 0 }],
      };
    },
  };
}

async function compareMeaning(
  read: readonly FeaturedPassage[],
  { questionVector }: RerankRequest,
  embedder: Embedder,
  signal: AbortSignal | undefined,
): Promise<FeaturedPassage[]> {
  const sentences = read.map(({ bestSentence }) => bestSentence);
  const { vectors } = await embedInBatches(sentences, 'passage', { embedder, signal });
  const similarities = vectors.map((vector) => cosineSimilarity(questionVector, vector));
  return withMeaning(read, similarities);
}
