import type { CircuitName } from '../domain/circuit.ts';
import type { Answerer } from '../ports/answerer.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import { type CallGuard, guardedCall } from './guarded-call.ts';
import { limitedAnswerer } from './limited-answerer.ts';
import { ASKING_PATIENCE } from './model-limiter.ts';

/** The same answerer, not asked while its model is down, and not waited for beyond its time. */
export function guardedAnswerer(answerer: Answerer, guard: CallGuard): Answerer {
  return {
    name: answerer.name,
    answer: (request, signal, onClaim) =>
      guardedCall((limited) => answerer.answer(request, limited, onClaim), guard, signal),
  };
}

/** What guards of models need of their surroundings. */
export interface GuardPorts {
  readonly clock: Clock;
  readonly chance: Chance;
  readonly metrics: Metrics;
}

/** A deployment has a first model and a second. */
const CIRCUIT_NAMES: readonly CircuitName[] = ['answerer-1', 'answerer-2'];

/** The models of a deployment in the order in which they are asked, each with a rate, a time and a circuit of its own. */
export function guardedModels(
  models: readonly Answerer[],
  ports: GuardPorts,
): { readonly answerers: readonly Answerer[]; readonly breakers: readonly CircuitBreaker[] } {
  const { clock, metrics } = ports;
  const guarded = models.map((model, at) => {
    const breaker = circuitBreaker({ clock, metrics, name: CIRCUIT_NAMES[at] ?? 'answerer-2' });
    const limited = limitedAnswerer(model, { ...ports, patienceMilliseconds: ASKING_PATIENCE });
    return { answerer: guardedAnswerer(limited, { breaker, clock }), breaker };
  });
  return { answerers: guarded.map(({ answerer }) => answerer), breakers: guarded.map(({ breaker }) => breaker) };
}
