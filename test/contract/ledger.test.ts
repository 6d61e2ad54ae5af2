import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { ledgerSuite } from './suites/ledger-suite.ts';

ledgerSuite({
  name: 'local: SQLite',
  create: () => {
    const database = openDatabase(join(temporaryFolder(), 'ledger.db'), LEDGER_SCHEMA);
    onTestFinished(() => database.close());
    return sqliteLedger(database);
  },
});
