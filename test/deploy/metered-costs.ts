import { expect, it } from 'vitest';
import * as z from 'zod';
import { tenantCostLines } from '#infra/local/cli/tenant-cost-lines.ts';
import { monthOf } from '#shared/domain/spending.ts';
import { affidavitInAccount } from './affidavit-in-account.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { say } from './say.ts';

const SumSchema = z.object({
  ...{ documents: z.int(), pages: z.int(), dollars: z.number(), embedded: z.int(), unknown: z.int() },
  answers: z.object({
    ...{ questions: z.int(), answered: z.int(), accepted: z.int(), declined: z.int(), remembered: z.int() },
    ...{ dollars: z.number(), unknown: z.int() },
  }),
  together: z.number(),
  booked: z.number(),
});
const CostsSchema = z.object({ tenants: z.array(SumSchema.extend({ tenantId: z.string() })), total: SumSchema });

/** Sums of dollars differ in the last places of a binary fraction; a thousandth of a nanodollar is none. */
const DIGITS = 12;

interface MeteredRun {
  readonly product: DeployedProduct;
  /** Milliseconds since 1970. */
  readonly began: number;
  /** That callers were given, without those in which somebody else was answered, such as a canary. */
  readonly answers: number;
}

/** Registers the test of what the deployed functions metered. */
export function meteredCosts(run: () => MeteredRun): void {
  it('costs: what was metered by tenant adds up to the total, and to no more than is booked', async () => {
    const { product, began, answers: given } = run();

    const costs = [];
    for (const month of new Set([began, Date.now()].map(monthOf))) {
      const words = ['cost', '--tenants', '--month', month, '--environment', 'dev']; // A run may go on into the next one.
      costs.push(CostsSchema.parse(await affidavitInAccount(product.aws, ...words)));
    }

    for (const each of costs) {
      say(...tenantCostLines(each).map((line) => `  ${line}`));
      expectSums(each);
    }
    const rows = costs.flatMap(({ tenants }) => tenants);
    for (const { tenantId } of rows) {
      const ofTenant = rows.filter((one) => one.tenantId === tenantId);
      const [together, booked] = [sum(ofTenant, (one) => one.together), sum(ofTenant, (one) => one.booked)];
      expect(together, tenantId).toBeLessThanOrEqual(booked + 10 ** -DIGITS);
    }
    expect(sum(rows, ({ answers }) => answers.questions)).toBeGreaterThanOrEqual(given);
    expect(sum(rows, ({ unknown, answers }) => unknown + answers.unknown)).toBe(0);
    expect(sum(rows, ({ dollars }) => dollars)).toBeGreaterThan(0);
    expect(sum(rows, ({ answers }) => answers.dollars)).toBeGreaterThan(0);
    expect(sum(rows, ({ answers }) => answers.accepted)).toBeGreaterThan(0);
  });
}

function expectSums({ tenants, total }: z.infer<typeof CostsSchema>): void {
  const together = sum(tenants, (one) => one.together);
  const parts = sum(tenants, ({ dollars, answers }) => dollars + answers.dollars);
  const booked = sum(tenants, (one) => one.booked);
  expect(total.together).toBeCloseTo(together, DIGITS);
  expect(total.together).toBeCloseTo(parts, DIGITS);
  expect(total.booked).toBeCloseTo(booked, DIGITS);
  expect(total.documents).toBe(sum(tenants, ({ documents }) => documents));
  expect(total.answers.questions).toBe(sum(tenants, ({ answers }) => answers.questions));
}

function sum<Row>(rows: readonly Row[], of: (row: Row) => number): number {
  return rows.reduce((all, row) => all + of(row), 0);
}
