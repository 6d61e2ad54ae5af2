import * as z from 'zod';
import { attemptSchema } from '../../contracts/attempt.ts';
import { type FailureName, failureNamed } from '../../domain/failures.ts';
import type { Attempt } from '../../domain/identity.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExecutionStatus } from '../../ports/orchestrator.ts';
import { localCall } from './local-call.ts';
import type { Database, Row } from './open-database.ts';

type ExecutionOutcome = 'succeeded' | FailureName;

/** One run of the state machine on this machine. */
interface Execution {
  readonly name: string;
  readonly input: Attempt;
  /** Absent while it runs, or when it was killed. */
  readonly outcome?: ExecutionOutcome | undefined;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
  /** How often it was begun: more than once when the process ended before it did. */
  readonly runs: number;
  /** Events that Step Functions would have in its history. */
  readonly historyEvents?: number | undefined;
  /** The largest state of it, in bytes. */
  readonly largestPayloadBytes?: number | undefined;
}

interface ExecutionEnd {
  readonly outcome: ExecutionOutcome;
  readonly historyEvents?: number;
  readonly largestPayloadBytes?: number;
}

/** What Step Functions remembers of executions on AWS: which names were started, and how each ended. */
export interface Executions {
  /** Whether the name is new. A name that was started before is left as it is, whatever became of it. */
  start(name: string, input: Attempt, signal?: AbortSignal): Promise<boolean>;
  /** Counts a run of it, before it begins, and says how many that makes. */
  begin(name: string, signal?: AbortSignal): Promise<number>;
  finish(name: string, end: ExecutionEnd, signal?: AbortSignal): Promise<void>;
  status(name: string, signal?: AbortSignal): Promise<ExecutionStatus>;
  /**
   * Those without an outcome, at most `max`: first those that were begun, fewest runs first, then oldest first. At start
   * the begun ones are those that were killed: run them again.
   */
  running(max?: number, signal?: AbortSignal): Promise<Execution[]>;
  /** Those among these names that were started and have no outcome, in any order. */
  unfinished(names: readonly string[], signal?: AbortSignal): Promise<Execution[]>;
  /** All of one document, oldest first. */
  history(documentId: string, signal?: AbortSignal): Promise<Execution[]>;
}

/** SQLite's word for all rows. */
const NO_LIMIT = -1;

const UNFINISHED = 'SELECT * FROM executions WHERE outcome IS NULL AND name IN (SELECT value FROM json_each(?))';

const ExecutionRowSchema = z.object({
  name: z.string(),
  input: z.string(),
  outcome: z.string().nullable(),
  started_at: z.int(),
  ended_at: z.int().nullable(),
  runs: z.int(),
  history_events: z.int().nullable(),
  largest_payload_bytes: z.int().nullable(),
});

/** The record of executions in a database of `LEDGER_SCHEMA`. */
export function sqliteExecutions(database: Database, { clock }: { readonly clock: Clock }): Executions {
  return { ...executionChanges(database, clock), ...executionQueries(database) };
}

function call<T>(signal: AbortSignal | undefined, work: () => T): Promise<T> {
  return localCall('the record of executions did not answer', signal, work);
}

function executionChanges(database: Database, clock: Clock): Pick<Executions, 'start' | 'begin' | 'finish'> {
  return {
    start: (name, input, signal) =>
      call(signal, () => {
        const added = database.run(
          'INSERT INTO executions (name, document_id, input, started_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          ...[name, input.documentId, JSON.stringify(input), clock.now()],
        );
        return added === 1;
      }),

    begin: (name, signal) =>
      call(signal, () => {
        const row = database.get('UPDATE executions SET runs = runs + 1 WHERE name = ? RETURNING runs', name);
        return z.int().parse(row?.['runs']);
      }),

    finish: (name, { outcome, historyEvents = null, largestPayloadBytes = null }, signal) =>
      call(signal, () => {
        database.run(
          `UPDATE executions SET outcome = ?, ended_at = ?, history_events = ?, largest_payload_bytes = ?
           WHERE name = ? AND outcome IS NULL`,
          ...[outcome, clock.now(), historyEvents, largestPayloadBytes, name],
        );
      }),
  };
}

function executionQueries(database: Database): Omit<Executions, 'start' | 'begin' | 'finish'> {
  return {
    status: (name, signal) =>
      call(signal, () => {
        const row = database.get('SELECT outcome FROM executions WHERE name = ?', name);
        if (row === undefined) return 'absent';
        return row['outcome'] === null ? 'running' : 'ended';
      }),

    running: (max = NO_LIMIT, signal) =>
      call(signal, () =>
        database
          .all(
            `SELECT * FROM executions WHERE outcome IS NULL
             ORDER BY runs = 0, runs, started_at, rowid LIMIT ?`,
            max,
          )
          .map(executionOf),
      ),

    unfinished: (names, signal) => call(signal, () => database.all(UNFINISHED, JSON.stringify(names)).map(executionOf)),

    history: (documentId, signal) =>
      call(signal, () =>
        database
          .all('SELECT * FROM executions WHERE document_id = ? ORDER BY started_at, rowid', documentId)
          .map(executionOf),
      ),
  };
}

function executionOf(row: Row): Execution {
  const { name, input, outcome, runs, started_at, ended_at, ...figures } = ExecutionRowSchema.parse(row);
  return {
    name,
    input: attemptSchema().parse(JSON.parse(input)),
    startedAt: started_at,
    runs,
    ...(outcome !== null && { outcome: outcome === 'succeeded' ? outcome : failureNamed(outcome) }),
    ...(ended_at !== null && { endedAt: ended_at }),
    ...(figures.history_events !== null && { historyEvents: figures.history_events }),
    ...(figures.largest_payload_bytes !== null && { largestPayloadBytes: figures.largest_payload_bytes }),
  };
}
