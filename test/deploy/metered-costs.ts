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
    const months = new Set([began, Date.now()].map(monthOf)); // A run may go on into the next one.
    const costs = [];
    for (const month of months) {
      const words = ['cost', '--tenants', '--month', month, '--environment', 'dev'];
      costs.push(CostsSchema.parse(await affidavitInAccount(product.aws, ...words)));
    }

    for (const each of costs) {
      const { tenants, total } = each;
      say(...tenantCostLines(each).map((line) => `  ${line}`));
      const sum = (of: (one: z.infer<typeof SumSchema>) => number) => tenants.reduce((all, one) => all + of(one), 0);
      expect(total.together).toBeCloseTo(
        sum(({ together }) => together),
        DIGITS,
      );
      expect(total.together).toBeCloseTo(
        sum(({ dollars, answers }) => dollars + answers.dollars),
        DIGITS,
      );
      expect(total.booked).toBeCloseTo(
        sum(({ booked }) => booked),
        DIGITS,
      );
      expect(total.documents).toBe(sum(({ documents }) => documents));
      expect(total.answers.questions).toBe(sum(({ answers }) => answers.questions));
    }
    const rows = costs.flatMap(({ tenants }) => tenants);
    const all = (of: (one: (typeof rows)[number]) => number, tenantId?: string) =>
      rows.filter((one) => tenantId === undefined || one.tenantId === tenantId).reduce((sum, one) => sum + of(one), 0);
    for (const tenantId of new Set(rows.map((one) => one.tenantId)))
      expect(
        all(({ together }) => together, tenantId),
        tenantId,
      ).toBeLessThanOrEqual(all(({ booked }) => booked, tenantId) + 10 ** -DIGITS);
    expect(all(({ answers }) => answers.questions)).toBeGreaterThanOrEqual(given);
    expect([all(({ unknown }) => unknown), all(({ answers }) => answers.unknown)]).toEqual([0, 0]);
    expect(
      Math.min(
        all(({ dollars }) => dollars),
        all(({ answers }) => answers.dollars),
      ),
    ).toBeGreaterThan(0);
    expect(all(({ answers }) => answers.accepted)).toBeGreaterThan(0);
  });
}
