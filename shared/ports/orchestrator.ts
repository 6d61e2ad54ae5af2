import type { Attempt } from '../domain/identity.ts';

/** Starts executions of the ingest state machine. */
export interface Orchestrator {
  /** Starting a name that was already started does nothing: so duplicates of an event have no effect. */
  start(name: string, input: Attempt, signal?: AbortSignal): Promise<void>;
}
