import * as z from 'zod';
import { PipelineFailure } from '../../domain/failures.ts';
import {
  hasMoney,
  monthOf,
  type Nanodollars,
  type Reservation,
  type SeenBudget,
  SPENDING_LEASE_MILLISECONDS,
  type SpendingAccount,
} from '../../domain/spending.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import type { ReservationOutcome, Spending } from '../../ports/spending.ts';
import { localCall } from './local-call.ts';
import type { Database } from './open-database.ts';

const NanodollarsSchema = z.int().nonnegative();
const BudgetSchema = z.object({ tenant_id: z.string(), monthly: NanodollarsSchema });

export interface SqliteSpendingOptions {
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Budgets and spending in a database of `LEDGER_SCHEMA`; each call is one transaction. */
export function sqliteSpending(database: Database, { clock, ids }: SqliteSpendingOptions): Spending {
  const call = <T>(signal: AbortSignal | undefined, work: () => T) =>
    localCall('the ledger of spending did not answer', signal, () => database.transaction(work));
  const standing = (tenantId: string, month: string) => accountOf(database, tenantId, month, clock.now());

  return {
    budgets: (signal) =>
      call(signal, () =>
        database.all('SELECT * FROM budgets ORDER BY tenant_id').map((row) => {
          const { tenant_id: tenantId, monthly } = BudgetSchema.parse(row);
          return { tenantId, monthly };
        }),
      ),
    setBudget: (tenantId, monthly, was, signal) => call(signal, () => setBudget(database, tenantId, monthly, was)),
    reserve: (tenantId, amount, signal) =>
      call(signal, (): ReservationOutcome => {
        const account = standing(tenantId, monthOf(clock.now()));
        if (!hasMoney(account)) return { outcome: 'exhausted', account };
        const reservation = { id: ids.random(), tenantId, month: account.month, amount };
        addReservation(database, reservation, clock.now());
        return { outcome: 'reserved', reservation };
      }),
    settle: (reservation, spent, signal) =>
      call(signal, () => {
        settle(database, reservation, spent, clock.now());
        return standing(reservation.tenantId, reservation.month);
      }),
    account: (tenantId, month, signal) => call(signal, () => standing(tenantId, month)),
  };
}

function setBudget(
  database: Database,
  tenantId: string,
  monthly: Nanodollars | undefined,
  was: SeenBudget | undefined,
): void {
  const budget = budgetOf(database, tenantId);
  if (was !== undefined && was !== (budget ?? 'none') && budget !== monthly)
    throw new PipelineFailure('LedgerConflict', 'the budget is no longer what it was');
  if (monthly === undefined) database.run('DELETE FROM budgets WHERE tenant_id = ?', tenantId);
  else database.run('INSERT OR REPLACE INTO budgets (tenant_id, monthly) VALUES (?, ?)', tenantId, monthly);
}

function budgetOf(database: Database, tenantId: string): Nanodollars | undefined {
  const row = database.get('SELECT monthly FROM budgets WHERE tenant_id = ?', tenantId);
  return NanodollarsSchema.optional().parse(row?.['monthly']);
}

function accountOf(database: Database, tenantId: string, month: string, now: number): SpendingAccount {
  const spent = database.get('SELECT spent FROM spending WHERE tenant_id = ? AND month = ?', tenantId, month);
  const reserved = database.get(
    'SELECT coalesce(sum(amount), 0) AS amount FROM reservations WHERE tenant_id = ? AND month = ? AND expires_at > ?',
    ...[tenantId, month, now],
  );
  return {
    ...{ tenantId, month },
    spent: NanodollarsSchema.parse(spent?.['spent'] ?? 0),
    reserved: NanodollarsSchema.parse(reserved?.['amount']),
    budget: budgetOf(database, tenantId),
  };
}

function addReservation(database: Database, { id, tenantId, month, amount }: Reservation, now: number): void {
  database.run('DELETE FROM reservations WHERE expires_at <= ?', Math.floor(now));
  database.run(
    'INSERT INTO reservations (id, tenant_id, month, amount, expires_at) VALUES (?, ?, ?, ?, ?)',
    ...[id, tenantId, month, amount, Math.round(now + SPENDING_LEASE_MILLISECONDS)],
  );
}

function settle(database: Database, { id, tenantId, month }: Reservation, spent: Nanodollars, now: number): void {
  if (database.run('DELETE FROM reservations WHERE id = ? AND expires_at > ?', id, Math.floor(now)) === 0) return;
  database.run(
    `INSERT INTO spending (tenant_id, month, spent) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET spent = spent + excluded.spent`,
    ...[tenantId, month, spent],
  );
}
