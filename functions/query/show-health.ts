import type { Health } from '#shared/contracts/api.ts';
import type { CircuitBreaker } from '#shared/runtime/circuit-breaker.ts';

export interface HealthPorts {
  /** Of every dependency that may be down while the service answers. */
  readonly breakers: readonly Pick<CircuitBreaker, 'name' | 'state'>[];
}

/** What this process knows of its dependencies; it asks none of them. */
export function showHealth({ breakers }: HealthPorts): Health {
  const dependencies = breakers.map(({ name, state }) => ({ name, circuit: state() }));
  return { status: dependencies.every(({ circuit }) => circuit === 'closed') ? 'ok' : 'degraded', dependencies };
}
