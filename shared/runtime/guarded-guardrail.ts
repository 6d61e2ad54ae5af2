import type { Clock } from '../ports/clock.ts';
import type { Guardrail } from '../ports/guardrail.ts';
import type { Metrics } from '../ports/metrics.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import { guardedCall } from './guarded-call.ts';

export interface GuardedGuardrail {
  readonly guardrail: Guardrail | undefined;
  /** Of the guardrail, where there is one. */
  readonly breakers: readonly CircuitBreaker[];
}

/** The same guardrail, not asked while it is down, and not waited for beyond its time: nothing is answered then. */
export function guardedGuardrail(
  guardrail: Guardrail | undefined,
  { clock, metrics }: { readonly clock: Clock; readonly metrics: Metrics },
): GuardedGuardrail {
  if (guardrail === undefined) return { guardrail, breakers: [] };
  const breaker = circuitBreaker({ clock, metrics, name: 'guardrail' });
  const judge: Guardrail['judge'] = (side, text, signal) =>
    guardedCall((limited) => guardrail.judge(side, text, limited), { breaker, clock }, signal);
  return { guardrail: { judge }, breakers: [breaker] };
}
