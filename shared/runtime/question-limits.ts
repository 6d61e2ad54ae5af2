import type { CircuitName } from '../domain/circuit.ts';
import { ASKING_PATIENCE } from './model-limiter.ts';

/** What a question calls and may wait for. */
export type LimitedPart = CircuitName | 'second-check' | 'ledger' | 'pages';

/**
 * Milliseconds that a question waits for one call of a part, tries included; a part that takes longer is taken for one that
 * is down. API Gateway waits 29 s for all of an answer, and middy tells the asker a second before: whichever part hangs,
 * what is said of it in docs/reliability.md is said in that time. All are ours to change.
 */
export const QUESTION_LIMITS = {
  // Two models that hang leave the extractive answerer time.
  'answerer-1': 10_000,
  'answerer-2': 10_000,
  // As long as a busy model may keep a question waiting, and three seconds for the call, which takes a tenth of one.
  embedder: ASKING_PATIENCE + 3_000,
  // Eight times what all of a search may take (600 ms by the objective), so that a busy index is not taken for one that is
  // down; three calls one after another leave half of the time. `npm run bench -- load` prints how long searches take.
  index: 5_000,
  // Three times what reranking may take where it pays (300 ms for 95 % of the questions); later, the fused order is worth
  // more than a better one.
  reranker: 1_000,
  // A tenth of all, before the rules tell the question anew: the search and the answer come after it.
  rewriter: 3_000,
  // Asked about each branch of a question and about the answer. Assumed, for it has not run in an account: a busy one is
  // no reason to answer nothing, and what hangs is heard of by the first call.
  guardrail: 5_000,
  // A question is one small call; the same assumption.
  detector: 3_000,
  // The receipt waits for a second opinion: no claim does.
  'second-check': 3_000,
  // DynamoDB answers within some ten milliseconds: time for the three tries of its SDK, and for a few pauses when it leaves
  // keys of a batch unserved.
  ledger: 3_000,
  // Redacted pages that quotes stand on: objects of some hundred kilobytes.
  pages: 3_000,
} as const satisfies Readonly<Record<LimitedPart, number>>;
