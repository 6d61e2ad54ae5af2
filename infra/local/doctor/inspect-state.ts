import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { INDEX_SCHEMA } from '#shared/adapters/local/index-schema.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { METRIC_HISTORY_SCHEMA } from '#shared/adapters/local/metric-history.ts';
import { failureNamed, failureTraits } from '#shared/domain/failures.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { runningInstance } from '../instance-lock.ts';
import { METRICS_FILE } from '../open-databases.ts';

/** The databases of a state folder, with as many migrations as this release knows. */
const DATABASES = [
  { file: 'ledger.sqlite', migrations: LEDGER_SCHEMA.migrations.length },
  { file: 'index.sqlite', migrations: INDEX_SCHEMA.migrations.length },
  { file: METRICS_FILE, migrations: METRIC_HISTORY_SCHEMA.migrations.length },
] as const;

/** Mode bits by which anybody but the owner could read, write or run a file. */
const OTHERS = 0o077;

/** What is wrong with a state folder; it changes nothing in it. A folder that is not there yet is well. */
export function inspectState(home: string): Finding[] {
  const mend = 'Give yourself the right to write there (`chmod u+rwx`), or set `AFFIDAVIT_HOME` to another folder.';
  const check = 'state folder';
  if (!existsSync(home)) return [{ check, ok: true, found: 'not there yet', mend }];
  if (!isWritable(home)) return [{ check, ok: false, found: 'may not be written', mend }];
  const databases = DATABASES.filter(({ file }) => existsSync(path.join(home, file)));
  const found = databases.map((database) => inspectDatabase(home, database));
  const hasLedger = found.some(({ check: name, ok }) => ok && name === 'database ledger.sqlite');
  return [
    { check, ok: true, found: 'may be written', mend },
    lock(home),
    ...keyFiles(home),
    ...found,
    ...(hasLedger ? pendingRedrives(home) : []),
  ];
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function lock(home: string): Finding {
  const mend = 'Wait for the command at work, or end it; the lock goes with its process.';
  const check = 'lock of the state folder';
  try {
    const address = runningInstance(home);
    const found = address === undefined ? 'free' : `held by an instance at ${address || '(starting)'}`;
    return { check, ok: true, found, mend };
  } catch {
    return {
      check,
      ok: false,
      found: 'cannot be taken',
      mend: 'Remove `lock.sqlite` in the state folder when nothing runs.',
    };
  }
}

function keyFiles(home: string): Finding[] {
  const folder = path.join(home, 'keys');
  if (!existsSync(folder)) return [];
  const exposed = readdirSync(folder).filter((file) => (statSync(path.join(folder, file)).mode & OTHERS) !== 0);
  const mend = 'Run `chmod 600` on what is in `keys/` of the state folder.';
  const found = exposed.length === 0 ? 'readable by their owner alone' : `${exposed.length} readable by others`;
  return [{ check: 'key files', ok: exposed.length === 0, found, mend }];
}

function inspectDatabase(home: string, { file, migrations }: (typeof DATABASES)[number]): Finding {
  const check = `database ${file}`;
  try {
    return readOnly(path.join(home, file), (database) => {
      const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
      const isWhole = database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok';
      if (!isWhole) return damaged(check);
      if (version > migrations) {
        const mend = 'Run `git pull && npm ci`: a newer release wrote it. Or `npx affidavit reset`.';
        return { check, ok: false, found: `version ${version}, this release knows ${migrations}`, mend };
      }
      const found =
        version < migrations ? `version ${version}; the next start migrates it` : `version ${version}, whole`;
      return { check, ok: true, found, mend: '' };
    });
  } catch {
    return damaged(check);
  }
}

function damaged(check: string): Finding {
  const mend = 'Put the state folder back from a copy, or run `npx affidavit reset` and ingest again.';
  return { check, ok: false, found: 'does not open, or is damaged', mend };
}

/** Documents that failed for a reason which passes, and events that were put aside: somebody has to send them again. */
function pendingRedrives(home: string): Finding[] {
  return readOnly(path.join(home, 'ledger.sqlite'), (database) => {
    if (!hasTables(database)) return [];
    const rows = database
      .prepare(
        "SELECT tenant_id, json_extract(body, '$.failure.name') AS failure, count(*) AS documents FROM documents WHERE status = 'rejected' GROUP BY 1, 2",
      )
      .all();
    const failed = rows
      .map((row) => ({
        tenant: String(row['tenant_id']),
        failure: failureNamed(String(row['failure'])),
        documents: Number(row['documents']),
      }))
      .filter(({ failure }) => failureTraits(failure).retryable)
      .map((row) => redriveFinding(`documents that failed by ${row.failure}`, row.documents, row.failure, row.tenant));
    const dead = database
      .prepare('SELECT tenant_id, failure, count(*) AS events FROM dead_admissions GROUP BY 1, 2')
      .all();
    const asides = dead.map((row) =>
      redriveFinding(
        'events put aside',
        Number(row['events']),
        failureNamed(String(row['failure'])),
        String(row['tenant_id']),
      ),
    );
    const pending = [...failed, ...asides];
    return pending.length > 0 ? pending : [{ check: 'pending redrives', ok: true, found: 'none', mend: '' }];
  });
}

function redriveFinding(what: string, count: number, failure: string, tenant: string): Finding {
  const mend = `Run \`npx affidavit redrive --reason ${failure} --tenant ${tenant}\`.`;
  return { check: 'pending redrives', ok: false, found: `${count} ${what}`, mend };
}

function hasTables(database: DatabaseSync): boolean {
  const found = database.prepare(
    "SELECT count(*) AS n FROM sqlite_master WHERE name IN ('documents', 'dead_admissions')",
  );
  return found.get()?.['n'] === 2;
}

function readOnly<T>(file: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return work(database);
  } finally {
    database.close();
  }
}
