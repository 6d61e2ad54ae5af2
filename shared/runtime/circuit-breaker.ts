import {
  admitCall,
  afterAnswer,
  afterFailure,
  afterGivingUp,
  CIRCUIT_POLICY,
  CIRCUITS,
  type Circuit,
  type CircuitName,
  type CircuitPolicy,
  type CircuitState,
  CLOSED,
  circuitChange,
} from '../domain/circuit.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { MetricValues } from '../domain/operational-metrics.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** Told when it opens and when it closes. */
  readonly metrics: Metrics;
  /** What is behind it, for `/v1/health` and its metric: a role, never an address. */
  readonly name: CircuitName;
  readonly policy?: CircuitPolicy;
}

/** What all callers of one dependency in one process know of it. It is kept in memory and can always be read. */
export interface CircuitBreaker {
  readonly name: CircuitName;
  readonly state: () => CircuitState;
  /**
   * Makes the call, unless the dependency is known to be down.
   *
   * @throws PipelineFailure `DependencyUnavailable` at once while the circuit is open, else whatever `call` throws.
   */
  run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function circuitBreaker({
  clock,
  metrics,
  name,
  policy = CIRCUIT_POLICY,
}: CircuitBreakerOptions): CircuitBreaker {
  let circuit: Circuit = CLOSED;
  const become = (next: Circuit) => {
    const change = circuitChange(circuit, next);
    circuit = next;
    if (change !== undefined) metrics.emit(changeValues(name, change));
  };
  return {
    name,
    state: () => circuit.state,
    run: async (call, signal) => {
      const admitted = admitCall(circuit, clock.now(), policy);
      if (admitted === undefined) throw openCircuit(name);
      circuit = admitted;
      try {
        const answer = await call();
        become(afterAnswer());
        return answer;
      } catch (failure) {
        become(afterThrow(circuit, failure, signal, clock.now(), policy));
        throw failure;
      }
    },
  };
}

function changeValues(name: CircuitName, change: 'opened' | 'closed'): MetricValues {
  const isOpen = change === 'opened' ? 1 : 0;
  return { CircuitsOpened: isOpen, [CIRCUITS[name]]: isOpen };
}

function afterThrow(
  circuit: Circuit,
  failure: unknown,
  signal: AbortSignal | undefined,
  now: number,
  policy: CircuitPolicy,
): Circuit {
  if (signal?.aborted) return afterGivingUp(circuit, now);
  return isItsFault(failure) ? afterFailure(circuit, now, policy) : afterAnswer();
}

function openCircuit(name: CircuitName): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', 'a part of the service is down', { details: { circuit: name } });
}

/** A defect of ours, or what the request itself brings about, says nothing of the dependency. */
function isItsFault(failure: unknown): boolean {
  if (!(failure instanceof PipelineFailure)) return false;
  return ['DependencyUnavailable', 'ModelThrottled', 'FunctionTimedOut'].includes(failure.name);
}
