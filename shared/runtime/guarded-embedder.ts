import type { Embedder } from '../ports/embedder.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';

/** The same embedder for whoever asks questions: while its model is down they hear so at once. */
export function guardedEmbedder(embedder: Embedder, breaker: CircuitBreaker): Embedder {
  return {
    ...embedder,
    embed: (texts, purpose, signal, onTokens) =>
      breaker.run(() => embedder.embed(texts, purpose, signal, onTokens), signal),
  };
}
