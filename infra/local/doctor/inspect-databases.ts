import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { CATALOG_SCHEMA } from '#shared/adapters/local/document-catalog.ts';
import { GENERATIONS_SCHEMA } from '#shared/adapters/local/index-files.ts';
import { INDEX_SCHEMA } from '#shared/adapters/local/index-schema.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { METRIC_HISTORY_SCHEMA } from '#shared/adapters/local/metric-history.ts';
import type { DatabaseSchema } from '#shared/adapters/local/open-database.ts';
import type { Finding } from '#shared/domain/finding.ts';
import { METRICS_FILE } from '../open-databases.ts';
import { readOnly } from './read-only.ts';

/** Whether each database of a state folder opens, is whole, and was written by no newer release. */
export function inspectDatabases(home: string): Finding[] {
  return databasesOf(home)
    .filter(([file]) => existsSync(path.join(home, file)))
    .map(([file, schema]) => inspectDatabase(home, file, schema));
}

/** Each generation of the index has a file of its own. */
function databasesOf(home: string): (readonly [string, DatabaseSchema])[] {
  const generations = readdirSync(home).filter((file) => /^index(?:-\d+)?\.sqlite$/.test(file));
  return [
    ['ledger.sqlite', LEDGER_SCHEMA],
    [path.join('documents', 'store', 'catalog.db'), CATALOG_SCHEMA],
    ['index-catalog.sqlite', GENERATIONS_SCHEMA],
    ...generations.map((file) => [file, INDEX_SCHEMA] as const),
    [METRICS_FILE, METRIC_HISTORY_SCHEMA],
  ];
}

function inspectDatabase(home: string, file: string, { migrations: { length: known } }: DatabaseSchema): Finding {
  const check = `database ${file}`;
  try {
    return readOnly(path.join(home, file), (database) => {
      const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
      if (database.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] !== 'ok') return damaged(check);
      if (version > known) {
        const mend = 'Run `git pull && npm ci`: a newer release wrote it. Or `npx affidavit reset`.';
        return { check, ok: false, found: `version ${version}, this release knows ${known}`, mend };
      }
      const found = version < known ? `version ${version}; the next start migrates it` : `version ${version}, whole`;
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
