import type { Health } from '#shared/contracts/api.ts';
import type { BoundedCache } from '#shared/runtime/bounded-cache.ts';
import type { CircuitBreaker } from '#shared/runtime/circuit-breaker.ts';

export interface HealthPorts {
  readonly caches: readonly Pick<BoundedCache<unknown>, 'name' | 'counts'>[];
  /** Of every dependency that may be down while the service answers. */
  readonly breakers: readonly Pick<CircuitBreaker, 'name' | 'state'>[];
}

/** What this process knows of its dependencies; it asks none of them. */
export function showHealth({ breakers, caches }: HealthPorts): Health {
  const dependencies = breakers.map(({ name, state }) => ({ name, circuit: state() }));
  const status = dependencies.every(({ circuit }) => circuit === 'closed') ? 'ok' : 'degraded';
  return { status, dependencies, caches: caches.map(({ name, counts }) => ({ name, hitShare: shareOf(counts()) })) };
}

function shareOf({ hits, lookups }: ReturnType<BoundedCache<unknown>['counts']>): number {
  return lookups === 0 ? 0 : hits / lookups;
}
