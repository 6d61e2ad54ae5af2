import {
  admitCall,
  afterAnswer,
  afterFailure,
  afterGivingUp,
  CIRCUIT_POLICY,
  type Circuit,
  type CircuitPolicy,
  type CircuitState,
  CLOSED,
} from '../domain/circuit.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { Clock } from '../ports/clock.ts';

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** What is behind it, for `/v1/health`: a role such as `answerer-1`, never an address. */
  readonly name: string;
  readonly policy?: CircuitPolicy;
}

/** What all callers of one dependency in one process know of it. */
export interface CircuitBreaker {
  readonly name: string;
  readonly state: () => CircuitState;
  /**
   * Makes the call, unless the dependency is known to be down.
   *
   * @throws PipelineFailure `DependencyUnavailable` at once while the circuit is open, else whatever `call` throws.
   */
  run<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function circuitBreaker({ clock, name, policy = CIRCUIT_POLICY }: CircuitBreakerOptions): CircuitBreaker {
  let circuit: Circuit = CLOSED;
  return {
    name,
    state: () => circuit.state,
    run: async (call, signal) => {
      const admitted = admitCall(circuit, clock.now(), policy);
      if (admitted === undefined) throw openCircuit(name);
      circuit = admitted;
      try {
        const answer = await call();
        circuit = afterAnswer();
        return answer;
      } catch (failure) {
        circuit = afterThrow(circuit, failure, signal, clock.now(), policy);
        throw failure;
      }
    },
  };
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

function openCircuit(name: string): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', 'a part of the service is down', { details: { circuit: name } });
}

/** A defect of ours, or what the request itself brings about, says nothing of the dependency. */
function isItsFault(failure: unknown): boolean {
  if (!(failure instanceof PipelineFailure)) return false;
  return ['DependencyUnavailable', 'ModelThrottled', 'FunctionTimedOut'].includes(failure.name);
}
