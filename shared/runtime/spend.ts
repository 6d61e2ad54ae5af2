import { PipelineFailure } from '../domain/failures.ts';
import { type ModelUse, meteredCost } from '../domain/metered-cost.ts';
import type { MetricValues } from '../domain/operational-metrics.ts';
import { budgetsResetAt, budgetUsedPercent, nanodollars, type SpendingAccount } from '../domain/spending.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Spending } from '../ports/spending.ts';

export interface SpendingPorts {
  readonly spending: Spending;
  readonly metrics: Metrics;
  /** Told of what was booked and no reply carries: of calls that failed, and of services whose reply is a verdict. */
  readonly onUse?: ((use: ModelUse) => void) | undefined;
}

/** A call of a model on a tenant's account. */
interface PaidUse {
  readonly tenantId: string;
  /** What it may take at the most. */
  readonly most: readonly ModelUse[];
}

/**
 * Makes a call that costs a tenant money: reserves the most that it may take, and books what it took. A call that costs
 * nothing by the price file is just made. One that failed is booked by what it took, as far as its failure tells
 * (`inputTokens` and `outputTokens` of its details); in full where nobody knows how far the model came; and not at all
 * when it was refused before it began.
 *
 * @throws PipelineFailure `BudgetExhausted` before the call when the tenant has spent its month's budget; whatever
 *   `call` throws; `DependencyUnavailable` when the ledger fails, for a budget that cannot be read is not passed.
 */
export async function spend<T>(
  { tenantId, most }: PaidUse,
  ports: SpendingPorts,
  signal: AbortSignal | undefined,
  call: () => Promise<{ readonly result: T; readonly uses: readonly ModelUse[] }>,
): Promise<T> {
  const book = await reserve(tenantId, meteredCost(most).dollars, ports, signal);
  let made: Awaited<ReturnType<typeof call>>;
  try {
    made = await call();
  } catch (failure) {
    const lost = lostUses(failure, most);
    for (const use of lost) ports.onUse?.(use);
    await book(lost);
    throw failure;
  }
  await book(made.uses);
  return made.result;
}

/** Gives what books in place of the reservation; nothing where nothing has to be reserved. */
async function reserve(
  tenantId: string,
  bound: number,
  { spending, metrics }: SpendingPorts,
  signal: AbortSignal | undefined,
): Promise<(uses: readonly ModelUse[]) => Promise<void>> {
  if (bound === 0) return async () => {};
  const reserved = await spending.reserve(tenantId, nanodollars(bound), signal);
  if (reserved.outcome === 'exhausted') throw exhausted(reserved.account, metrics);
  const { reservation } = reserved;
  return async (uses) => {
    const spent = nanodollars(meteredCost(uses).dollars);
    // Without the signal: money is booked also when whoever asked has left.
    const account = await spending.settle(reservation, spent);
    metrics.emit({ ModelMicrodollars: spent / 1_000, BudgetRefusals: 0, ...usedValues(account) }, { tenantId });
  };
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

/** What a call took that failed: as far as the failure tells, else the most of what has a price. */
function lostUses(failure: unknown, most: readonly ModelUse[]): readonly ModelUse[] {
  if (wasNotMade(failure)) return [];
  const { inputTokens, outputTokens } = failure instanceof PipelineFailure ? failure.details : {};
  const [{ model, calls } = { model: 'none', calls: 0 }] = most;
  if (typeof inputTokens === 'number' && typeof outputTokens === 'number') {
    return [{ model, calls, inputTokens, outputTokens }];
  }
  return most.filter((use) => meteredCost([use]).dollars > 0);
}

/** A throttled call, one behind an open circuit and one that the service answered by an error never reached the model. */
function wasNotMade(failure: unknown): boolean {
  if (!(failure instanceof PipelineFailure)) return false;
  const { circuit, status = 0 } = failure.details;
  return failure.name === 'ModelThrottled' || circuit !== undefined || Number(status) >= REFUSED;
}
