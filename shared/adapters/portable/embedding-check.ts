import { cosineSimilarity } from '../../domain/vector.ts';
import type { Embedder } from '../../ports/embedder.ts';
import type { SecondCheck } from '../../ports/second-check.ts';
import { embedInBatches } from './embed-in-batches.ts';

/**
 * Says how near a claim is to its quote in meaning, by the index's embedder. Nearness is no entailment: a claim that turns
 * its quote round is near it, too; `affidavit evaluate grounding` says what it is worth.
 */
export function embeddingCheck(embedder: Embedder): SecondCheck {
  return {
    name: `similarity by ${embedder.modelId}`,
    most: () => [],
    scores: async ({ claims, embed }, signal) => {
      signal?.throwIfAborted();
      const texts = claims.flatMap(({ text, quote }) => [text, quote]);
      const { vectors, inputTokens } = await embedInBatches(texts, 'passage', { embedder, embed, signal });
      const scores = claims.map((_, at) =>
        Math.max(0, cosineSimilarity(vectors[2 * at] ?? [], vectors[2 * at + 1] ?? [])),
      );
      const use = { model: embedder.modelId, calls: texts.length, inputTokens, outputTokens: 0 };
      return { scores, uses: texts.length === 0 ? [] : [use] };
    },
  };
}
