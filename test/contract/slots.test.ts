import { sqliteSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';
import { slotsSuite } from './suites/slots-suite.ts';

slotsSuite({
  name: 'local: SQLite',
  create: () => {
    const database = temporaryLedger();
    const clock = manualClock();
    return { slots: sqliteSlots(database, { clock }), clock };
  },
});
