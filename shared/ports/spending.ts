import type { Nanodollars, Reservation, SeenBudget, SpendingAccount, TenantBudget } from '../domain/spending.ts';

export type ReservationOutcome =
  | { readonly outcome: 'reserved'; readonly reservation: Reservation }
  | { readonly outcome: 'exhausted'; readonly account: SpendingAccount };

/**
 * What tenants spend on models, month by month, and what they may. Money is reserved before a call and settled after it,
 * each in one conditional write, so that callers who come together cannot all take the last dollar; a reservation that
 * nobody settles ends by itself, so that nothing is ever to be counted down by somebody who died.
 *
 * An aborted `signal` rejects any call. Every call throws PipelineFailure `DependencyUnavailable` when the ledger fails.
 */
export interface Spending {
  /** Of all tenants that have one, by their ids. */
  budgets(signal?: AbortSignal): Promise<TenantBudget[]>;
  /**
   * Acts on the next reservation. Without an amount the tenant has no budget any more. With `was` it changes the budget
   * that somebody saw and no other, in one conditional write.
   *
   * @throws PipelineFailure `LedgerConflict` when the budget is neither `was` nor as it shall be.
   */
  setBudget(tenantId: string, monthly: Nanodollars | undefined, was?: SeenBudget, signal?: AbortSignal): Promise<void>;

  /** `exhausted` when what is spent and reserved this month has reached the budget. `amount`: the most it may take. */
  reserve(tenantId: string, amount: Nanodollars, signal?: AbortSignal): Promise<ReservationOutcome>;
  /** Books what the call took in place of the reservation; of one that is settled or ended already, nothing. */
  settle(reservation: Reservation, spent: Nanodollars, signal?: AbortSignal): Promise<SpendingAccount>;

  /** A tenant in a month such as `2026-03`. */
  account(tenantId: string, month: string, signal?: AbortSignal): Promise<SpendingAccount>;
}
