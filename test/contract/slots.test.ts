import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { slotsSuite } from './suites/slots-suite.ts';

slotsSuite({
  name: 'local: SQLite',
  create: () => {
    const database = openDatabase(join(temporaryFolder(), 'ledger.db'), LEDGER_SCHEMA);
    onTestFinished(() => database.close());
    const clock = manualClock();
    return { slots: sqliteSlots(database, { clock }), clock };
  },
});
