import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteSpending } from '#shared/adapters/local/sqlite-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import type { Spending } from '#shared/ports/spending.ts';
import { type ManualClock, manualClock } from './manual-clock.ts';

/** The embedded adapter over a database in memory: nobody has a budget yet. */
export function memorySpending(clock: ManualClock = manualClock()): Spending {
  return sqliteSpending(openDatabase(':memory:', LEDGER_SCHEMA), { clock, ids: randomIds });
}
