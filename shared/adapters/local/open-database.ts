import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { getLoadablePath } from 'sqlite-vec';
import { PipelineFailure } from '../../domain/failures.ts';
import { isBusy } from './is-busy.ts';

/** Milliseconds that a writer waits for one in another process: well past the longest transaction of ours. */
const BUSY_TIMEOUT_MS = 10_000;

/** Milliseconds between two tries to turn the write-ahead log on, which takes about one. */
const RETRY_MS = 5;

/** What a database file holds, as statements that were added over time; a released one is never changed. */
export interface DatabaseSchema {
  readonly migrations: readonly string[];
  /** Loads sqlite-vec. */
  readonly vectors?: true;
}

export type Row = Record<string, unknown>;

/** One SQLite file that several processes may have open. Calls are synchronous and short; adapters make ports of them. */
export interface Database {
  all(sql: string, ...parameters: SQLInputValue[]): Row[];
  get(sql: string, ...parameters: SQLInputValue[]): Row | undefined;
  /** Rows changed. */
  run(sql: string, ...parameters: SQLInputValue[]): number;
  /** Statements without parameters, such as those that make tables. */
  execute(sql: string): void;
  /** All of `work` or nothing of it; one writer at a time over all processes. Transactions do not nest. */
  transaction<T>(work: () => T): T;
  /**
   * The same, for what may be done again or missing after a power cut: on disk with the next commit of `transaction`, and
   * never in part. It outlives the process like any other.
   */
  relaxedTransaction<T>(work: () => T): T;
  /** Empties the write-ahead log into the file, so that what was deleted is on disk no more. */
  checkpoint(): void;
  close(): void;
}

/**
 * Opens or creates the file and brings it up to `schema`.
 *
 * @throws PipelineFailure `StateNewer` when a newer release wrote it, `DependencyUnavailable` when it does not open.
 */
export function openDatabase(path: string, schema: DatabaseSchema): Database {
  const connection = connect(path, schema);
  try {
    const database = wrap(connection);
    migrate(database, schema.migrations);
    return database;
  } catch (cause) {
    connection.close();
    if (cause instanceof PipelineFailure) throw cause;
    throw notOpened(cause);
  }
}

function connect(path: string, { vectors = false }: { readonly vectors?: boolean }): DatabaseSync {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const connection = new DatabaseSync(path, { allowExtension: vectors, timeout: BUSY_TIMEOUT_MS });
    if (vectors) {
      connection.loadExtension(getLoadablePath());
      connection.enableLoadExtension(false);
    }
    return connection;
  } catch (cause) {
    throw notOpened(cause);
  }
}

function notOpened(cause: unknown): PipelineFailure {
  const said = 'a database of the state folder does not open: `affidavit doctor` says which';
  return new PipelineFailure('DependencyUnavailable', said, { cause });
}

function wrap(connection: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepared = (sql: string) => {
    const statement = statements.get(sql) ?? connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };

  return {
    all: (sql, ...parameters) => prepared(sql).all(...parameters),
    get: (sql, ...parameters) => prepared(sql).get(...parameters),
    run: (sql, ...parameters) => Number(prepared(sql).run(...parameters).changes),
    execute: (sql) => connection.exec(sql),

    transaction: (work) => transaction(connection, work),
    relaxedTransaction: (work) => {
      connection.exec('PRAGMA synchronous = NORMAL'); // Spares the wait for the disk: source, sqlite.org/pragma.html.
      try {
        return transaction(connection, work);
      } finally {
        connection.exec('PRAGMA synchronous = FULL');
      }
    },

    checkpoint: () => {
      const [outcome] = prepared('PRAGMA wal_checkpoint(TRUNCATE)').all();
      if (outcome?.['busy'] !== 0) throw new Error('another process kept the write-ahead log from being emptied');
    },
    close: () => connection.close(),
  };
}

function transaction<T>(connection: DatabaseSync, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (cause) {
    // SQLite rolls back by itself when the disk is full, and then there is nothing left to roll back.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw cause;
  }
}

function migrate(database: Database, migrations: readonly string[]): void {
  turnOnWriteAheadLog(database);
  // FULL: a commit that was acknowledged outlives a power cut. secure_delete: deleted content is overwritten.
  database.execute('PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA foreign_keys = ON');
  if (versionOf(database) === migrations.length) return;

  database.transaction(() => {
    const version = versionOf(database); // Again, for another process may have migrated while this one waited.
    if (version > migrations.length) {
      throw new PipelineFailure('StateNewer', 'a newer release wrote the state folder', {
        details: { version, known: migrations.length },
      });
    }
    for (const statements of migrations.slice(version)) database.execute(statements);
    database.execute(`PRAGMA user_version = ${migrations.length}`);
  });
}

/** SQLite does not wait by itself while another process turns the log on, so ask again until the time is up. */
function turnOnWriteAheadLog(database: Database): void {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      database.execute('PRAGMA journal_mode = WAL');
      return;
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > deadline) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_MS);
    }
  }
}

function versionOf(database: Database): number {
  return Number(database.get('PRAGMA user_version')?.['user_version']);
}
