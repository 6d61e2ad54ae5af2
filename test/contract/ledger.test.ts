import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';
import { ledgerSuite } from './suites/ledger-suite.ts';

ledgerSuite({
  name: 'local: SQLite',
  create: () => {
    const database = temporaryLedger();
    return sqliteLedger(database);
  },
});
