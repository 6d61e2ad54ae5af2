import type { QuestionRewriter } from '../ports/question-rewriter.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import type { GuardPorts } from './guarded-answerer.ts';
import { guardedCall } from './guarded-call.ts';
import { modelLimiter } from './model-limiter.ts';

/**
 * Milliseconds that a model has to tell a question anew before the rules do: a tenth of what API Gateway waits, for the
 * search and the answer come after it. Ours to change.
 */
const REWRITE_MILLISECONDS = 3_000;

export interface GuardedRewriter {
  readonly rewriter: QuestionRewriter | undefined;
  /** Of the rewriter, where there is one. */
  readonly breakers: readonly CircuitBreaker[];
}

/** The same rewriter, asked no faster than its model answers, not while it is down, and not waited for beyond its time. */
export function guardedRewriter(rewriter: QuestionRewriter | undefined, ports: GuardPorts): GuardedRewriter {
  if (rewriter === undefined) return { rewriter, breakers: [] };
  const { clock, metrics } = ports;
  const breaker = circuitBreaker({ clock, metrics, name: 'rewriter' });
  const guard = { breaker, clock, milliseconds: REWRITE_MILLISECONDS };
  const limiter = modelLimiter({ ...ports, patienceMilliseconds: REWRITE_MILLISECONDS });
  const rewrite: QuestionRewriter['rewrite'] = (request, signal) =>
    guardedCall((limited) => limiter.run(() => rewriter.rewrite(request, limited), limited), guard, signal);
  return { rewriter: { name: rewriter.name, rewrite }, breakers: [breaker] };
}
