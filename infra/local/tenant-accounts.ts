import type { Nanodollars, SpendingAccount } from '#shared/domain/spending.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Spending } from '#shared/ports/spending.ts';

export interface TenantAccounts {
  /** By the tenants' ids. */
  readonly accounts: readonly SpendingAccount[];
  /** What all of them spent. */
  readonly total: Nanodollars;
}

/**
 * How every tenant stands in a month that has a collection or a budget, and the `others` that whoever asks knows of: one
 * without a collection finds nothing, and its questions cost something all the same.
 */
export async function tenantAccounts(
  { ledger, spending }: { readonly ledger: Ledger; readonly spending: Spending },
  month: string,
  others: readonly string[] = [],
): Promise<TenantAccounts> {
  const [rules, budgets] = await Promise.all([ledger.collections(), spending.budgets()]);
  const tenants = [...new Set([...[...rules, ...budgets].map(({ tenantId }) => tenantId), ...others])].sort();
  const accounts = await Promise.all(tenants.map((tenantId) => spending.account(tenantId, month)));
  return { accounts, total: accounts.reduce((sum, { spent }) => sum + spent, 0) };
}
