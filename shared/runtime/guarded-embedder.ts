import type { Embedder } from '../ports/embedder.ts';
import { type CallGuard, guardedCall } from './guarded-call.ts';

/** The same embedder for whoever asks questions: while its model is down, or does not answer in time, they hear so. */
export function guardedEmbedder(embedder: Embedder, guard: CallGuard): Embedder {
  return {
    ...embedder,
    embed: (texts, purpose, signal, onTokens) =>
      guardedCall((limited) => embedder.embed(texts, purpose, limited, onTokens), guard, signal),
  };
}
