import type { ChunkIndex } from '../ports/chunk-index.ts';
import type { Clock } from '../ports/clock.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';
import { guardedCall } from './guarded-call.ts';

/**
 * Milliseconds that a question waits for one call of the index. Eight times what all of its search may take (600 ms by the
 * objective), so that a busy index is not taken for one that is down; and three calls one after another leave half of the
 * 29 s that API Gateway waits. Ours to change; `npm run bench -- load` prints how long searches take.
 */
const SEARCH_MILLISECONDS = 5_000;

/**
 * The same index for whoever asks questions: while it is down they hear so at once, and one that does not answer in its
 * time is down. What writes to it is not held back: ingest has retries of its own, and its steps must not give up because
 * questions failed.
 */
export function guardedIndex(
  index: ChunkIndex,
  guard: { readonly breaker: CircuitBreaker; readonly clock: Clock },
): ChunkIndex {
  const search = { ...guard, milliseconds: SEARCH_MILLISECONDS };
  // That it knows its generation does not show that it can be searched.
  const look = { ...search, isProof: false };
  return {
    ...index,
    serving: (signal) => guardedCall((limited) => index.serving(limited), look, signal),
    searchLexical: (terms, scope, signal) =>
      guardedCall((limited) => index.searchLexical(terms, scope, limited), search, signal),
    searchVector: (vector, scope, signal) =>
      guardedCall((limited) => index.searchVector(vector, scope, limited), search, signal),
  };
}
