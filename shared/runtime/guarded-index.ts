import type { ChunkIndex } from '../ports/chunk-index.ts';
import { type CallGuard, guardedCall } from './guarded-call.ts';

/**
 * The same index for whoever asks questions: while it is down they hear so at once, and one that does not answer in its
 * time is down. What writes to it is not held back: ingest has retries of its own, and its steps must not give up because
 * questions failed.
 */
export function guardedIndex(index: ChunkIndex, search: CallGuard): ChunkIndex {
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
