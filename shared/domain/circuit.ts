import type { MetricName } from './operational-metrics.ts';

/**
 * Whether a dependency is asked: `closed` while it answers; `open` once it failed too often in a row, when nobody waits
 * for it; `half-open` while one call tries whether it is back.
 *
 * Source: Nygard, "Release It!", the circuit breaker.
 */
export type CircuitState = 'closed' | 'open' | 'half-open';

/** Every part that questions need and that may be down, by its role, and the metric that tells its state. */
export const CIRCUITS = {
  embedder: 'EmbedderCircuit',
  index: 'IndexCircuit',
  'answerer-1': 'FirstModelCircuit',
  'answerer-2': 'SecondModelCircuit',
  reranker: 'RerankerCircuit',
  rewriter: 'RewriterCircuit',
  guardrail: 'GuardrailCircuit',
  detector: 'DetectorCircuit',
} as const satisfies Record<string, MetricName>;

export type CircuitName = keyof typeof CIRCUITS;

/**
 * Those in whose place nothing answers. A question calls some of them several times at once, so that one of its calls may
 * try whether a part is back while the others come too early: they hear what came of it, and the question is answered or
 * refused as a whole. Where something stands in, nobody waits.
 */
const IRREPLACEABLE: readonly CircuitName[] = ['embedder', 'index', 'guardrail', 'detector'];

/** Whether a call that comes while another probes waits for what comes of it. */
export function waitsForProbe(name: CircuitName): boolean {
  return IRREPLACEABLE.includes(name);
}

export interface Circuit {
  readonly state: CircuitState;
  /** Failures since the last success. */
  readonly failures: number;
  /** Until when an open one stays so, and a probe keeps others away; milliseconds since 1970. */
  readonly until: number;
}

export interface CircuitPolicy {
  /** Failures in a row that open it. */
  readonly failuresToOpen: number;
  /** Milliseconds between two probes. */
  readonly pauseMilliseconds: number;
}

/**
 * Three failures are no accident any more, and a probe every five seconds costs a dependency nothing that is down: after
 * it is back, nobody misses it for longer. `affidavit drill` prints what another choice would do.
 */
export const CIRCUIT_POLICY: CircuitPolicy = { failuresToOpen: 3, pauseMilliseconds: 5_000 };

export const CLOSED: Circuit = { state: 'closed', failures: 0, until: 0 };

/** The circuit once a call goes through it, or undefined when none may: it is open, or somebody else probes. */
export function admitCall(circuit: Circuit, now: number, policy: CircuitPolicy): Circuit | undefined {
  if (circuit.state === 'closed') return circuit;
  // A probe that never came back gives its place to the next after the same pause.
  if (now < circuit.until) return undefined;
  return { ...circuit, state: 'half-open', until: now + policy.pauseMilliseconds };
}

/** A success closes it, also one of a call that was sent before it opened. */
export function afterAnswer(): Circuit {
  return CLOSED;
}

export function afterFailure(circuit: Circuit, now: number, policy: CircuitPolicy): Circuit {
  const failures = circuit.failures + 1;
  const opens = circuit.state === 'half-open' || failures >= policy.failuresToOpen;
  if (!opens) return { ...circuit, failures };
  return { state: 'open', failures, until: now + policy.pauseMilliseconds };
}

/**
 * A call that says nothing of the dependency, because nobody waited for it any more or because it asked too little: where
 * it was a probe, the next call may probe at once.
 */
export function afterNoProof(circuit: Circuit, now: number): Circuit {
  return circuit.state === 'half-open' ? { ...circuit, state: 'open', until: now } : circuit;
}

/**
 * What happened between two states: a failure that opened it (a failed probe opens it anew), or an answer that closed it.
 * A call that was sent before it opened and fails after it tells nothing new.
 */
export function circuitChange(before: Circuit, after: Circuit): 'opened' | 'closed' | undefined {
  if (before.state !== 'closed' && after.state === 'closed') return 'closed';
  const hasFailed = after.failures > before.failures;
  return before.state !== 'open' && after.state === 'open' && hasFailed ? 'opened' : undefined;
}
