import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { PipelineFailure } from '../../domain/failures.ts';
import { madeOnce } from '../../domain/made-once.ts';
import {
  monthOf,
  type Nanodollars,
  type Reservation,
  type SeenBudget,
  SPENDING_LEASE_MILLISECONDS,
  type SpendingAccount,
} from '../../domain/spending.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ReservationOutcome, Spending } from '../../ports/spending.ts';
import { awsCall, type CallOptions } from './aws-call.ts';
import { type DynamoTable, type ItemChange, UNREADABLE, UNWRITABLE } from './dynamo-table.ts';
import { type LedgerTableOptions, ledgerTable } from './ledger-table.ts';

/** Partition of all budgets, by tenant. */
const BUDGETS = 'budgets';

/** What the attribute of a reservation begins with; the rest is its id. */
const LEASE = 'lease#';

const amountSchema = madeOnce(() => z.int().check(z.nonnegative()));
const budgetItemSchema = madeOnce(() => z.object({ sk: z.string(), monthly: amountSchema() }));
const leaseSchema = madeOnce(() => z.object({ amount: amountSchema(), expiresAt: z.int() }));
/** Beside `committed`: what is spent and what the leases on the item reserve, in one number for conditions to look at. */
const spentSchema = madeOnce(() => z.object({ spent: z._default(amountSchema(), 0) }));

interface Lease {
  readonly id: string;
  readonly amount: Nanodollars;
  readonly expiresAt: number;
}

/**
 * Budgets and spending in the ledger's table: one item a tenant and month, partition `spending#<tenant>`. To reserve is
 * one write, which adds to `committed` and puts a lease beside it, under the condition that `committed` is below the
 * budget; to settle is another. So a sum is changed together with the lease that it is made of, and a lease whose time is
 * up is taken off by the next caller who would be refused because of it.
 *
 * One tenant reserves as often as one partition takes writes: some 500 calls of models a second with few leases.
 * Source: DynamoDB developer guide, "Burst and adaptive capacity", 1,000 write units a second and partition.
 */
export function dynamoSpending(given: LedgerTableOptions): Spending {
  const { clock, ids } = given;
  const items = ledgerTable(given);

  return {
    budgets: (signal) =>
      awsCall(UNREADABLE, signal, async (options) =>
        (await items.query({ pk: BUDGETS }, options)).map((item) => {
          const { sk: tenantId, monthly } = budgetItemSchema().parse(item);
          return { tenantId, monthly };
        }),
      ),
    setBudget: (tenantId, monthly, was, signal) =>
      awsCall(UNWRITABLE, signal, (options) => setBudget(items, { tenantId, monthly, was }, options)),
    reserve: (tenantId, amount, signal) =>
      awsCall(UNWRITABLE, signal, (options) =>
        reserve(items, { id: ids.random(), tenantId, month: monthOf(clock.now()), amount }, clock, options),
      ),
    settle: (reservation, spent, signal) =>
      awsCall(UNWRITABLE, signal, async (options) => {
        await settle(items, reservation, spent, clock.now(), options);
        return accountOf(items, reservation, clock.now(), options);
      }),
    account: (tenantId, month, signal) =>
      awsCall(UNREADABLE, signal, (options) => accountOf(items, { tenantId, month }, clock.now(), options)),
  };
}

interface BudgetChange {
  readonly tenantId: string;
  readonly monthly: Nanodollars | undefined;
  readonly was: SeenBudget | undefined;
}

async function setBudget(
  items: DynamoTable,
  { tenantId, monthly, was }: BudgetChange,
  options: CallOptions,
): Promise<void> {
  const key = { pk: BUDGETS, sk: tenantId };
  try {
    if (monthly === undefined) await items.remove(key, whereBudgetIs(was), options);
    else await items.put({ ...key, monthly }, whereBudgetIs(was), options);
  } catch (cause) {
    if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
    // The SDK sends a write again whose answer got lost; then the budget is as it shall be.
    if ((await budgetOf(items, tenantId, options)) === monthly) return;
    throw new PipelineFailure('LedgerConflict', 'the budget is no longer what it was');
  }
}

function whereBudgetIs(was: SeenBudget | undefined) {
  if (was === undefined) return {};
  if (was === 'none') return { ConditionExpression: 'attribute_not_exists(pk)' };
  return { ConditionExpression: 'monthly = :before', ExpressionAttributeValues: { ':before': was } };
}

async function reserve(
  items: DynamoTable,
  reservation: Reservation,
  clock: Clock,
  options: CallOptions,
): Promise<ReservationOutcome> {
  const budget = await budgetOf(items, reservation.tenantId, options);
  const expiresAt = Math.round(clock.now() + SPENDING_LEASE_MILLISECONDS);
  const wasAdded = () =>
    budget === 0 ? false : wasWritten(items, reservation, reserving(reservation, expiresAt, budget), options);
  if (await wasAdded()) return { outcome: 'reserved', reservation };

  const item = await items.get(keyOf(reservation), options);
  // The SDK sends a write again whose answer got lost; then the first one has it.
  if (leasesOf(item).some(({ id }) => id === reservation.id)) return { outcome: 'reserved', reservation };
  const ended = leasesOf(item).filter((lease) => lease.expiresAt <= clock.now());
  for (const lease of ended) await wasWritten(items, reservation, ending(lease), options);
  if (ended.length > 0 && (await wasAdded())) return { outcome: 'reserved', reservation };
  return { outcome: 'exhausted', account: await accountOf(items, reservation, clock.now(), options) };
}

/** Under the condition that money is left, and that this very reservation is not there yet. */
function reserving({ id, amount }: Reservation, expiresAt: number, budget: Nanodollars | undefined): ItemChange {
  const isLeft = ' AND (attribute_not_exists(committed) OR committed < :budget)';
  return {
    UpdateExpression: 'SET #lease = :lease ADD committed :amount',
    ConditionExpression: `attribute_not_exists(#lease)${budget === undefined ? '' : isLeft}`,
    ExpressionAttributeNames: { '#lease': `${LEASE}${id}` },
    ExpressionAttributeValues: { ':lease': { amount, expiresAt }, ':amount': amount, ':budget': budget },
  };
}

/** What was reserved goes, what was spent comes; once, and only while the lease holds. */
async function settle(
  items: DynamoTable,
  reservation: Reservation,
  spent: Nanodollars,
  now: number,
  options: CallOptions,
): Promise<void> {
  const change = {
    UpdateExpression: 'REMOVE #lease ADD committed :change, spent :spent',
    ConditionExpression: '#lease.expiresAt > :now',
    ExpressionAttributeNames: { '#lease': `${LEASE}${reservation.id}` },
    ExpressionAttributeValues: { ':change': spent - reservation.amount, ':spent': spent, ':now': Math.floor(now) },
  };
  await wasWritten(items, reservation, change, options);
}

/** Takes a lease off whose time is up. Of two callers who do so, one is refused. */
function ending({ id, amount }: Lease): ItemChange {
  return {
    UpdateExpression: 'REMOVE #lease ADD committed :change',
    ConditionExpression: 'attribute_exists(#lease)',
    ExpressionAttributeNames: { '#lease': `${LEASE}${id}` },
    ExpressionAttributeValues: { ':change': -amount },
  };
}

async function wasWritten(
  items: DynamoTable,
  account: Pick<SpendingAccount, 'tenantId' | 'month'>,
  change: ItemChange,
  options: CallOptions,
): Promise<boolean> {
  try {
    await items.update(keyOf(account), change, options);
    return true;
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return false;
    throw cause;
  }
}

async function accountOf(
  items: DynamoTable,
  { tenantId, month }: Pick<SpendingAccount, 'tenantId' | 'month'>,
  now: number,
  options: CallOptions,
): Promise<SpendingAccount> {
  const [budget, item] = await Promise.all([
    budgetOf(items, tenantId, options),
    items.get(keyOf({ tenantId, month }), options),
  ]);
  const held = leasesOf(item).filter(({ expiresAt }) => expiresAt > now);
  const reserved = held.reduce((sum, { amount }) => sum + amount, 0);
  return { tenantId, month, spent: spentSchema().parse(item ?? {}).spent, reserved, budget };
}

async function budgetOf(items: DynamoTable, tenantId: string, options: CallOptions): Promise<Nanodollars | undefined> {
  const item = await items.get({ pk: BUDGETS, sk: tenantId }, options);
  return item && budgetItemSchema().parse(item).monthly;
}

function leasesOf(item: Readonly<Record<string, unknown>> | undefined): Lease[] {
  return Object.entries(item ?? {}).flatMap(([name, value]) =>
    name.startsWith(LEASE) ? [{ id: name.slice(LEASE.length), ...leaseSchema().parse(value) }] : [],
  );
}

function keyOf({ tenantId, month }: Pick<SpendingAccount, 'tenantId' | 'month'>) {
  return { pk: `spending#${tenantId}`, sk: month };
}
