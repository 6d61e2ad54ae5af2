import type { Clock } from '../ports/clock.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { guardedCall } from './guarded-call.ts';
import { ASKING_PATIENCE } from './model-limiter.ts';

/**
 * Milliseconds that a question waits for its vector: as long as a busy model may keep it waiting, and three seconds for
 * the call, which takes a tenth of one. Ours to change.
 */
const EMBED_MILLISECONDS = ASKING_PATIENCE + 3_000;

/** The same embedder for whoever asks questions: while its model is down, or does not answer in time, they hear so. */
export function guardedEmbedder(
  embedder: Embedder,
  guard: { readonly breaker: CircuitBreaker; readonly clock: Clock },
): Embedder {
  const limits = { ...guard, milliseconds: EMBED_MILLISECONDS };
  return {
    ...embedder,
    embed: (texts, purpose, signal, onTokens) =>
      guardedCall((limited) => embedder.embed(texts, purpose, limited, onTokens), limits, signal),
  };
}
