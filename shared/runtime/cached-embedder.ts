import type { RedactedText } from '../domain/text.ts';
import type { Vector } from '../domain/vector.ts';
import type { Embedder } from '../ports/embedder.ts';
import { type BoundedCache, cacheKey } from './bounded-cache.ts';

/**
 * The same embedder, which is asked for a text once: by the hash of the text, what it is for, and the model. A vector
 * says no more than its text, which whoever asks has; so tenants may share it. What was asked before takes no tokens.
 */
export function cachedEmbedder(embedder: Embedder, cache: BoundedCache<Vector>): Embedder {
  const { modelId, dimensions, maxBatch, maxInputTokens, languages } = embedder;
  return {
    ...{ modelId, dimensions, maxBatch, maxInputTokens, languages },
    embed: async (texts, purpose, signal, onTokens) => {
      signal?.throwIfAborted();
      const keyOf = (text: RedactedText) => cacheKey(modelId, dimensions, purpose, text);
      const known = new Map(texts.map((text) => [text, cache.get(keyOf(text))] as const));
      const missing = [...known].filter(([, vector]) => vector === undefined).map(([text]) => text);
      if (missing.length === 0) onTokens?.(0);
      const made = missing.length === 0 ? [] : await embedder.embed(missing, purpose, signal, onTokens);
      for (const [at, text] of missing.entries()) {
        const vector = made[at] ?? [];
        known.set(text, vector);
        cache.set(keyOf(text), vector);
      }
      return texts.map((text) => known.get(text) ?? []);
    },
  };
}
