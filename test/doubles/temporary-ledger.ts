import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { type Database, openDatabase } from '#shared/adapters/local/open-database.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A ledger's file of the running test's own, closed when the test ends. */
export function temporaryLedger(): Database {
  const database = openDatabase(join(temporaryFolder(), 'ledger.db'), LEDGER_SCHEMA);
  onTestFinished(() => database.close());
  return database;
}
