import {
  admitCall,
  afterAnswer,
  afterFailure,
  afterNoProof,
  CIRCUIT_POLICY,
  CIRCUITS,
  type Circuit,
  type CircuitName,
  type CircuitPolicy,
  type CircuitState,
  CLOSED,
  circuitChange,
  waitsForProbe,
} from '../domain/circuit.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { MetricValues } from '../domain/operational-metrics.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import { withTimeLimit } from './time-limit.ts';

export interface CircuitBreakerOptions {
  readonly clock: Clock;
  /** Told when it opens and when it closes. */
  readonly metrics: Metrics;
  /** What is behind it, for `/v1/health` and its metric: a role, never an address. */
  readonly name: CircuitName;
  readonly policy?: CircuitPolicy;
}

export interface RunOptions {
  /**
   * Whether its answer shows that the dependency is well, as by default. Of one that asks for little only the failure
   * counts: or else a dependency that answers nothing more would never be found to be down.
   */
  readonly isProof?: boolean | undefined;
}

/** What all callers of one dependency in one process know of it. It is kept in memory and can always be read. */
export interface CircuitBreaker {
  readonly name: CircuitName;
  readonly state: () => CircuitState;
  /**
   * Makes the call, unless the dependency is known to be down. While another call probes one that nothing stands in for,
   * it waits for what comes of that, for as long as a probe keeps its place at most.
   *
   * @throws PipelineFailure `DependencyUnavailable` at once while the circuit is open, or after a probe that failed; the
   *   signal's reason when whoever waits gave up; else whatever `call` throws.
   */
  run<T>(call: () => Promise<T>, signal?: AbortSignal, options?: RunOptions): Promise<T>;
}

export function circuitBreaker({
  clock,
  metrics,
  name,
  policy = CIRCUIT_POLICY,
}: CircuitBreakerOptions): CircuitBreaker {
  let circuit: Circuit = CLOSED;
  const changes = changeNotice();
  const become = (next: Circuit) => {
    const change = circuitChange(circuit, next);
    circuit = next;
    if (change !== undefined) metrics.emit(changeValues(name, change));
    changes.tell();
  };
  const hasEntered = (): boolean => {
    const admitted = admitCall(circuit, clock.now(), policy);
    circuit = admitted ?? circuit;
    return admitted !== undefined;
  };
  const enter = async (signal: AbortSignal | undefined) => {
    const until = clock.now() + policy.pauseMilliseconds;
    while (!hasEntered()) {
      const isProbed = circuit.state === 'half-open' && clock.now() < until;
      if (!isProbed || !waitsForProbe(name)) throw openCircuit(name);
      await withTimeLimit(changes.next, until - clock.now(), clock, signal).catch(() => signal?.throwIfAborted());
    }
  };
  return {
    name,
    state: () => circuit.state,
    run: async (call, signal, { isProof = true } = {}) => {
      await enter(signal);
      try {
        const answer = await call();
        become(isProof ? afterAnswer() : afterNoProof(circuit, clock.now()));
        return answer;
      } catch (failure) {
        become(afterThrow(circuit, failure, signal, clock.now(), policy));
        throw failure;
      }
    },
  };
}

/** Wakes whoever waits for the next change. */
function changeNotice(): { readonly next: () => Promise<void>; readonly tell: () => void } {
  const waiting = new Set<() => void>();
  return {
    next: () => new Promise((wake) => waiting.add(wake)),
    tell: () => {
      for (const wake of waiting) wake();
      waiting.clear();
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
  if (signal?.aborted) return afterNoProof(circuit, now);
  return isItsFault(failure) ? afterFailure(circuit, now, policy) : afterAnswer();
}

function openCircuit(name: CircuitName): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', 'a part of the service is down', { details: { circuit: name } });
}

/** A defect of ours, or what the request itself brings about, says nothing of the dependency. */
function isItsFault(failure: unknown): boolean {
  if (!(failure instanceof PipelineFailure)) return false;
  return ['DependencyUnavailable', 'DetectorUnavailable', 'ModelThrottled', 'FunctionTimedOut'].includes(failure.name);
}
