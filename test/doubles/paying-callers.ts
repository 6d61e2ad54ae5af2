import fc from 'fast-check';
import { expect } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { ModelUse } from '#shared/domain/metered-cost.ts';
import { nanodollars } from '#shared/domain/spending.ts';
import type { Spending } from '#shared/ports/spending.ts';
import { spend } from '#shared/runtime/spend.ts';
import { recordedMetrics } from './recorded-metrics.ts';

/** The month in which manual clocks begin. */
export const MONTH = '2026-01';

/** What costs so many dollars: queries of a reranker, of which each is a fifth of a cent. */
export function costing(dollars: number, isBound?: true): ModelUse {
  const calls = Math.round(dollars * 500);
  return { model: 'cohere.rerank-v3-5:0', calls, inputTokens: 0, outputTokens: 0, ...(isBound && { isBound }) };
}

/** Calls of a model at once, each of which costs so many dollars of a tenant and takes some turns; 0 where refused. */
export function payingCallers(spending: Spending, costs: readonly number[], bound: number): Promise<number>[] {
  return costs.map((dollars, at) =>
    spend(
      { tenantId: 'acme', most: [costing(bound)] },
      { spending, metrics: recordedMetrics() },
      undefined,
      async () => {
        for (let turn = 0; turn <= at % 7; turn += 1) await Promise.resolve();
        return { result: dollars, uses: [costing(dollars)] };
      },
    ).catch((error: unknown) => {
      if (error instanceof PipelineFailure && error.name === 'BudgetExhausted') return 0;
      throw error;
    }),
  );
}

/** Dollars that a hundred callers at once spend, three times over, of a budget of 1; each call costs 3 cents. */
export async function spentByHundreds(spending: Spending): Promise<number> {
  await spending.setBudget('acme', nanodollars(1));
  let spent = 0;
  for (let wave = 0; wave < 3; wave += 1) {
    const costs = Array.from({ length: 100 }, () => 0.03);
    for (const dollars of await Promise.all(payingCallers(spending, costs, 0.03))) spent += dollars;
  }
  return spent;
}

/** Whatever calls cost: what was paid is what is booked, nothing stays reserved, one call past the budget is the most. */
export async function assertSpendingIsBounded(create: () => Spending, numRuns: number): Promise<void> {
  const costs = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(costs, fc.integer({ min: 0, max: 500 }), async (cents, budget) => {
      const spending = create();
      await spending.setBudget('acme', nanodollars(budget / 100));

      const dollars = cents.map((cent) => cent / 100);
      const paid = await Promise.all(payingCallers(spending, dollars, 0.5));

      const { spent, reserved } = await spending.account('acme', MONTH);
      expect(spent).toBe(paid.reduce((sum, one) => sum + nanodollars(one), 0));
      expect(spent).toBeLessThan(Math.max(1, nanodollars(budget / 100)) + nanodollars(0.5));
      expect(reserved).toBe(0);
    }),
    { numRuns },
  );
}
