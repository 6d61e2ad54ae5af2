/** Money in whole billionths of a dollar, so that what tenants spend adds up to the last one. 9 million dollars fit. */
export type Nanodollars = number;

export const NANODOLLARS_PER_DOLLAR = 1_000_000_000;

/**
 * How long money stays reserved for a call that never told what it took, in milliseconds: as long as the longest Lambda
 * function may run. Source: Lambda quotas, function time-out.
 */
export const SPENDING_LEASE_MILLISECONDS = 15 * 60_000;

/** What a tenant may spend on models in a calendar month (UTC). Whoever has none may spend without end. */
export interface TenantBudget {
  readonly tenantId: string;
  readonly monthly: Nanodollars;
}

/** What somebody saw of a tenant's budget before changing it; `none` where there was none. */
export type SeenBudget = Nanodollars | 'none';

/** Money set aside before a call. It counts as spent until it is settled or its time is up. */
export interface Reservation {
  readonly id: string;
  readonly tenantId: string;
  /** Such as `2026-03`: settled in the month in which it was made. */
  readonly month: string;
  readonly amount: Nanodollars;
}

/** How a tenant stands in a month. */
export interface SpendingAccount {
  readonly tenantId: string;
  readonly month: string;
  /** What calls took that told. */
  readonly spent: Nanodollars;
  /** What calls under way may take. */
  readonly reserved: Nanodollars;
  /** Absent where there is no budget. */
  readonly budget?: Nanodollars | undefined;
}

/** Whole nanodollars, never less than it is. */
export function nanodollars(dollars: number): Nanodollars {
  const exact = dollars * NANODOLLARS_PER_DOLLAR;
  const nearest = Math.round(exact);
  // Sums of prices carry the noise of binary fractions, which must not cost one more.
  return Math.abs(exact - nearest) < 1e-3 ? nearest : Math.ceil(exact);
}

/** The month of a moment (milliseconds since 1970), as `2026-03`, in UTC: everybody's budget begins at once. */
export function monthOf(now: number): string {
  return new Date(now).toISOString().slice(0, 7);
}

/** When budgets begin anew, ISO 8601: the first moment after a month such as `2026-03`. */
export function budgetsResetAt(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).toISOString();
}

/** Whether one more call may begin. The last one may go past the budget, by what it takes itself and no more. */
export function hasMoney({ spent, reserved, budget }: SpendingAccount): boolean {
  return budget === undefined || spent + reserved < budget;
}

/** How much of the budget is gone, in percent; undefined where there is none. A budget of nothing is gone at once. */
export function budgetUsedPercent({ spent, reserved, budget }: SpendingAccount): number | undefined {
  if (budget === undefined) return undefined;
  return budget === 0 ? 100 : (100 * (spent + reserved)) / budget;
}
