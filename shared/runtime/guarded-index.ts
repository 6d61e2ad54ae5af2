import type { ChunkIndex } from '../ports/chunk-index.ts';
import type { CircuitBreaker } from './circuit-breaker.ts';

/**
 * The same index for whoever asks questions: while it is down they hear so at once. What writes to it is not held back:
 * ingest has retries of its own, and its steps must not give up because questions failed.
 */
export function guardedIndex(index: ChunkIndex, breaker: CircuitBreaker): ChunkIndex {
  return {
    ...index,
    searchLexical: (terms, scope, signal) => breaker.run(() => index.searchLexical(terms, scope, signal), signal),
    searchVector: (vector, scope, signal) => breaker.run(() => index.searchVector(vector, scope, signal), signal),
  };
}
