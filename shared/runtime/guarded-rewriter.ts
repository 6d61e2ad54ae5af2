import type { Chance, Clock } from '../ports/clock.ts';
import type { QuestionRewriter } from '../ports/question-rewriter.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import { modelLimiter } from './model-limiter.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * Milliseconds that a model has to tell a question anew before the rules do: a tenth of what API Gateway waits, for the
 * search and the answer come after it. Ours to change.
 */
const REWRITE_MILLISECONDS = 3_000;

/** The same rewriter, asked no faster than its model answers, not while it is down, and not waited for beyond its time. */
export function guardedRewriter(
  rewriter: QuestionRewriter,
  { clock, chance }: { readonly clock: Clock; readonly chance: Chance },
): { readonly rewriter: QuestionRewriter; readonly breaker: CircuitBreaker } {
  const breaker = circuitBreaker({ clock, name: 'rewriter' });
  const limiter = modelLimiter({ clock, chance, patienceMilliseconds: REWRITE_MILLISECONDS });
  const rewrite: QuestionRewriter['rewrite'] = (request, signal) =>
    breaker.run(
      () =>
        withTimeLimit(
          (limited) => limiter.run(() => rewriter.rewrite(request, limited), limited),
          REWRITE_MILLISECONDS,
          clock,
          signal,
        ),
      signal,
    );
  return { rewriter: { name: rewriter.name, rewrite }, breaker };
}
