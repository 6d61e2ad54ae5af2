import type { Embedder } from '../ports/embedder.ts';
import { type ModelLimiterOptions, modelLimiter } from './model-limiter.ts';

/** Calls of one `embed` under way together. Few, or one document takes what the model grants to all. Ours to change. */
const CALLS_AT_ONCE = 8;

/**
 * The same embedder, asked no faster than its model answers. It takes several of the model's batches and sends each by
 * itself, so that a refused one is all that is sent again.
 */
export function limitedEmbedder(embedder: Embedder, options: ModelLimiterOptions): Embedder {
  const limiter = modelLimiter(options);
  const { modelId, dimensions, maxBatch, maxInputTokens, languages } = embedder;
  return {
    modelId,
    dimensions,
    maxBatch: maxBatch * CALLS_AT_ONCE,
    maxInputTokens,
    languages,
    embed: async (texts, purpose, signal, onTokens) => {
      signal?.throwIfAborted();
      const batches = Array.from({ length: Math.ceil(texts.length / maxBatch) }, (_, at) =>
        texts.slice(at * maxBatch, (at + 1) * maxBatch),
      );
      const ended = new AbortController(); // One batch that fails ends the others: nobody waits for them any more.
      const either = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
      try {
        const calls = batches.map((batch) =>
          limiter.run(() => embedder.embed(batch, purpose, either, onTokens), either),
        );
        return (await Promise.all(calls)).flat();
      } catch (cause) {
        ended.abort();
        throw cause;
      }
    },
  };
}
