import type { CircuitName } from '../domain/circuit.ts';
import type { Answerer } from '../ports/answerer.ts';
import type { Chance, Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import { type CircuitBreaker, circuitBreaker } from './circuit-breaker.ts';
import { guardedCall } from './guarded-call.ts';
import { limitedAnswerer } from './limited-answerer.ts';
import { ASKING_PATIENCE } from './model-limiter.ts';

/**
 * Milliseconds that one model has for an answer before the next stands in. API Gateway waits 29 s for all of it, so that
 * even two models that hang leave the extractive answerer time. Ours to change.
 */
const ANSWER_MILLISECONDS = 10_000;

export interface GuardedAnswererOptions {
  readonly breaker: CircuitBreaker;
  readonly clock: Clock;
  readonly milliseconds?: number;
}

/** The same answerer, not asked while its model is down, and not waited for beyond its time. */
export function guardedAnswerer(
  answerer: Answerer,
  { breaker, clock, milliseconds = ANSWER_MILLISECONDS }: GuardedAnswererOptions,
): Answerer {
  return {
    name: answerer.name,
    answer: (request, signal, onClaim) =>
      guardedCall((limited) => answerer.answer(request, limited, onClaim), { breaker, clock, milliseconds }, signal),
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
