import type { QuestionRewriter } from '../ports/question-rewriter.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import type { GuardPorts } from './guarded-answerer.ts';
import { guardedCall } from './guarded-call.ts';
import { modelLimiter } from './model-limiter.ts';
import { QUESTION_LIMITS } from './question-limits.ts';

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
  const guard = { breaker, clock };
  const limiter = modelLimiter({ ...ports, patienceMilliseconds: QUESTION_LIMITS.rewriter });
  const rewrite: QuestionRewriter['rewrite'] = (request, signal) =>
    guardedCall((limited) => limiter.run(() => rewriter.rewrite(request, limited), limited), guard, signal);
  return { rewriter: { name: rewriter.name, rewrite }, breakers: [breaker] };
}
