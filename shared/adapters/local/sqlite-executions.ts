import * as z from 'zod';
import { AttemptSchema } from '../../contracts/steps.ts';
import { type FailureName, failureNamed } from '../../domain/failures.ts';
import type { Attempt } from '../../domain/identity.ts';
import type { Clock } from '../../ports/clock.ts';
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
}

/** What Step Functions remembers of executions on AWS: which names were started, and how each ended. */
export interface Executions {
  /** Whether the name is new. A name that was started before is left as it is, whatever became of it. */
  start(name: string, input: Attempt, signal?: AbortSignal): Promise<boolean>;
  finish(name: string, outcome: ExecutionOutcome, signal?: AbortSignal): Promise<void>;
  /** Those without an outcome, oldest first, at most `max`. At start these are the ones that were killed: run them again. */
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
});

/** The record of executions in a database of `LEDGER_SCHEMA`. */
export function sqliteExecutions(database: Database, { clock }: { readonly clock: Clock }): Executions {
  const call = <T>(signal: AbortSignal | undefined, work: () => T) =>
    localCall('the record of executions did not answer', signal, work);

  return {
    start: (name, input, signal) =>
      call(signal, () => {
        const added = database.run(
          'INSERT INTO executions (name, document_id, input, started_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
          ...[name, input.documentId, JSON.stringify(input), clock.now()],
        );
        return added === 1;
      }),

    finish: (name, outcome, signal) =>
      call(signal, () => {
        database.run(
          'UPDATE executions SET outcome = ?, ended_at = ? WHERE name = ? AND outcome IS NULL',
          ...[outcome, clock.now(), name],
        );
      }),

    running: (max = NO_LIMIT, signal) =>
      call(signal, () =>
        database
          .all('SELECT * FROM executions WHERE outcome IS NULL ORDER BY started_at, rowid LIMIT ?', max)
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
  const { name, input, outcome, started_at, ended_at } = ExecutionRowSchema.parse(row);
  return {
    name,
    input: AttemptSchema.parse(JSON.parse(input)),
    startedAt: started_at,
    ...(outcome !== null && { outcome: outcome === 'succeeded' ? outcome : failureNamed(outcome) }),
    ...(ended_at !== null && { endedAt: ended_at }),
  };
}
