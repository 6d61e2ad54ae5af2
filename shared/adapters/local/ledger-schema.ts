import type { DatabaseSchema } from './open-database.ts';

/** The file of facts: the ledger, spending, the admission queue, slots and the record of executions, which commit together or not at all. */
export const LEDGER_SCHEMA: DatabaseSchema = {
  migrations: [
    `
    CREATE TABLE documents (
      tenant_id TEXT NOT NULL, document_id TEXT NOT NULL, revision INTEGER NOT NULL, status TEXT NOT NULL,
      body TEXT NOT NULL, PRIMARY KEY (tenant_id, document_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX documents_by_status ON documents (tenant_id, status, document_id);

    CREATE TABLE steps (
      recorded INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, document_id TEXT NOT NULL, version_id TEXT NOT NULL,
      attempt INTEGER NOT NULL, step TEXT NOT NULL, started_at TEXT NOT NULL, body TEXT NOT NULL,
      UNIQUE (tenant_id, document_id, version_id, attempt, step)
    ) STRICT;

    CREATE TABLE collections (
      tenant_id TEXT NOT NULL, collection TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (tenant_id, collection)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE receipts (
      tenant_id TEXT NOT NULL, answer_id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (tenant_id, answer_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE feedback (
      tenant_id TEXT NOT NULL, answer_id TEXT NOT NULL, user TEXT NOT NULL, body TEXT NOT NULL,
      PRIMARY KEY (tenant_id, answer_id, user)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE admissions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, tenant_id TEXT NOT NULL, sealed_event TEXT NOT NULL,
      visible_at INTEGER NOT NULL, receives INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX admissions_by_tenant ON admissions (tenant_id, id, visible_at);
    CREATE TABLE admission_tenants (tenant_id TEXT PRIMARY KEY, served INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE dead_admissions (
      id INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, sealed_event TEXT NOT NULL, failure TEXT NOT NULL,
      died_at INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE executions (
      name TEXT PRIMARY KEY, document_id TEXT NOT NULL, input TEXT NOT NULL, outcome TEXT, started_at INTEGER NOT NULL,
      ended_at INTEGER
    ) STRICT;
    CREATE INDEX executions_by_document ON executions (document_id, started_at);
    CREATE INDEX executions_running ON executions (started_at) WHERE outcome IS NULL;
    `,
    `
    ALTER TABLE executions ADD COLUMN runs INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE executions ADD COLUMN history_events INTEGER;
    ALTER TABLE executions ADD COLUMN largest_payload_bytes INTEGER;
    DROP INDEX executions_running;
    CREATE INDEX executions_waiting ON executions (runs = 0, runs, started_at) WHERE outcome IS NULL;
    `,
    `
    CREATE TABLE waiting_attempts (
      position INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, tenant_id TEXT NOT NULL,
      work_class TEXT NOT NULL, input TEXT NOT NULL, queued_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX waiting_attempts_by_tenant ON waiting_attempts (tenant_id, work_class, position);
    CREATE TABLE slots (
      name TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, work_class TEXT NOT NULL, expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE slot_turns (tenant_id TEXT PRIMARY KEY, served INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    `,
    `
    CREATE TABLE budgets (tenant_id TEXT PRIMARY KEY, monthly INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE spending (
      tenant_id TEXT NOT NULL, month TEXT NOT NULL, spent INTEGER NOT NULL, PRIMARY KEY (tenant_id, month)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reservations (
      id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, month TEXT NOT NULL, amount INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reservations_by_tenant ON reservations (tenant_id, month);
    `,
  ],
};
