import { PipelineFailure } from '../domain/failures.ts';
import type { MetricValues } from '../domain/operational-metrics.ts';
import { budgetsResetAt, budgetUsedPercent, nanodollars, type SpendingAccount } from '../domain/spending.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Spending } from '../ports/spending.ts';

export interface SpendingPorts {
  readonly spending: Spending;
  readonly metrics: Metrics;
}

/** A call of a model on a tenant's account. */
interface PaidUse {
  readonly tenantId: string;
  /** Dollars that it may take at the most. */
  readonly bound: number;
}

/**
 * Makes a call that costs a tenant money: reserves the most that it may take, and books what it took. A call that costs
 * nothing by the price file is just made. One that failed is booked in full, for nobody knows how far the model came,
 * unless it was refused before it began.
 *
 * @throws PipelineFailure `BudgetExhausted` before the call when the tenant has spent its month's budget; whatever
 *   `call` throws; `DependencyUnavailable` when the ledger fails, for a budget that cannot be read is not passed.
 */
export async function spend<T>(
  { tenantId, bound }: PaidUse,
  { spending, metrics }: SpendingPorts,
  signal: AbortSignal | undefined,
  call: () => Promise<{ readonly result: T; readonly dollars: number }>,
): Promise<T> {
  if (bound === 0) return (await call()).result;
  const reserved = await spending.reserve(tenantId, nanodollars(bound), signal);
  if (reserved.outcome === 'exhausted') throw exhausted(reserved.account, metrics);
  const { reservation } = reserved;
  // Without the signal: money is booked also when whoever asked has left.
  const book = async (dollars: number) => {
    const account = await spending.settle(reservation, nanodollars(dollars));
    const took = { ModelMicrodollars: nanodollars(dollars) / 1_000, BudgetRefusals: 0 };
    metrics.emit({ ...took, ...usedValues(account) }, { tenantId });
  };
  let made: Awaited<ReturnType<typeof call>>;
  try {
    made = await call();
  } catch (failure) {
    await book(wasNotMade(failure) ? 0 : bound);
    throw failure;
  }
  await book(made.dollars);
  return made.result;
}

function exhausted(account: SpendingAccount, metrics: Metrics): PipelineFailure {
  metrics.emit({ BudgetRefusals: 1, ...usedValues(account) }, { tenantId: account.tenantId });
  const resetsAt = budgetsResetAt(account.month);
  return new PipelineFailure(
    'BudgetExhausted',
    `the budget of the month is spent; the next one begins at ${resetsAt}`,
    {
      details: { resetsAt },
    },
  );
}

function usedValues(account: SpendingAccount): MetricValues {
  const used = budgetUsedPercent(account);
  return used === undefined ? {} : { BudgetUsed: used };
}

/** HTTP statuses from here on say that the service did not do it, and bills nothing. */
const REFUSED = 400;

/** A throttled call, one behind an open circuit and one that the service answered by an error never reached the model. */
function wasNotMade(failure: unknown): boolean {
  if (!(failure instanceof PipelineFailure)) return false;
  const { circuit, status = 0 } = failure.details;
  return failure.name === 'ModelThrottled' || circuit !== undefined || Number(status) >= REFUSED;
}
