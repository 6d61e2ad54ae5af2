import type { Attempt } from '../domain/identity.ts';

/** What became of an execution's name: never started, not ended yet, or ended in whatever way. */
export type ExecutionStatus = 'absent' | 'running' | 'ended';

/** Starts executions of the ingest state machine. */
export interface Orchestrator {
  /** Starting a name that was already started does nothing: so duplicates of an event have no effect. */
  start(name: string, input: Attempt, signal?: AbortSignal): Promise<void>;
  status(name: string, signal?: AbortSignal): Promise<ExecutionStatus>;
}
