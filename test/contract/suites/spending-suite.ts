import { describe, expect, it } from 'vitest';
import { SPENDING_LEASE_MILLISECONDS } from '#shared/domain/spending.ts';
import type { Spending } from '#shared/ports/spending.ts';
import type { ManualClock } from '../../doubles/manual-clock.ts';
import type { PortSuite } from './port-suite.ts';

interface SpendingUnderTest {
  readonly spending: Spending;
  readonly clock: ManualClock;
}

const MONTH = '2026-01'; // Where manual clocks begin.
const LEASE_SECONDS = SPENDING_LEASE_MILLISECONDS / 1_000;

/** What every adapter of spending keeps to. `create` gives an empty one, on a clock that the test moves. */
export function spendingSuite({ name, create }: PortSuite<SpendingUnderTest>): void {
  const setUp = async (budget?: number) => {
    const { spending, clock } = await create();
    if (budget !== undefined) await spending.setBudget('acme', budget);
    /** @throws Error when there is no money. */
    const reserve = async (amount: number, tenantId = 'acme') => {
      const reserved = await spending.reserve(tenantId, amount);
      if (reserved.outcome === 'exhausted') throw new Error('no money is left');
      return reserved.reservation;
    };
    const outcome = async (amount: number) => (await spending.reserve('acme', amount)).outcome;
    return { spending, clock, reserve, outcome, account: () => spending.account('acme', MONTH) };
  };

  describe(`Spending, ${name}`, () => {
    it('keeps budgets, changes them and takes them away', async () => {
      const { spending } = await setUp(100);
      await spending.setBudget('globex', 7);
      await spending.setBudget('acme', 200);
      const both = await spending.budgets();
      await spending.setBudget('globex', undefined);

      expect(both).toEqual([
        { tenantId: 'acme', monthly: 200 },
        { tenantId: 'globex', monthly: 7 },
      ]);
      expect(await spending.budgets()).toEqual([{ tenantId: 'acme', monthly: 200 }]);
    });

    it('changes the budget that somebody saw, and no other', async () => {
      const { spending, account } = await setUp(100);
      const conflict = expect.objectContaining({ name: 'LedgerConflict' });

      await expect(spending.setBudget('acme', 300, 99)).rejects.toEqual(conflict);
      await expect(spending.setBudget('acme', 300, 'none')).rejects.toEqual(conflict);
      await expect(spending.setBudget('acme', undefined, 99)).rejects.toEqual(conflict);
      await expect(spending.setBudget('globex', 7, 100)).rejects.toEqual(conflict);
      const untouched = [await account(), ...(await spending.budgets())];
      await spending.setBudget('acme', 200, 100);
      await spending.setBudget('globex', 7, 'none');
      const changed = await spending.budgets();
      await spending.setBudget('acme', undefined, 200);

      expect(untouched).toMatchObject([{ budget: 100 }, { tenantId: 'acme', monthly: 100 }]);
      expect(changed.map(({ monthly }) => monthly)).toEqual([200, 7]);
      expect(await spending.budgets()).toEqual([{ tenantId: 'globex', monthly: 7 }]);
    });

    it('takes a change that is made already for done', async () => {
      const { spending, account } = await setUp(100);

      await spending.setBudget('acme', 100, 25);
      await spending.setBudget('globex', undefined, 25);

      expect(await account()).toMatchObject({ budget: 100 });
      expect(await spending.budgets()).toHaveLength(1);
    });

    it('of many who change one budget at once, one does so', async () => {
      const { spending, account } = await setUp(100);

      const changes = await Promise.allSettled(
        Array.from({ length: 10 }, (_, at) => spending.setBudget('acme', 200 + at, 100)),
      );

      const done = changes.flatMap(({ status }, at) => (status === 'fulfilled' ? [200 + at] : []));
      expect(done).toEqual([(await account()).budget]);
    });

    it('books what was spent in place of what was reserved', async () => {
      const { spending, reserve, account } = await setUp(100);
      const reservation = await reserve(60);
      const before = await account();

      const after = await spending.settle(reservation, 25);

      expect(before).toEqual({ tenantId: 'acme', month: MONTH, spent: 0, reserved: 60, budget: 100 });
      expect(after).toEqual({ tenantId: 'acme', month: MONTH, spent: 25, reserved: 0, budget: 100 });
      expect(await account()).toEqual(after);
    });

    it('counts for whoever has no budget too, and refuses nothing', async () => {
      const { spending, reserve, account } = await setUp();

      await spending.settle(await reserve(1_000_000), 1_000_000);
      await spending.settle(await reserve(1_000_000), 0);

      expect(await account()).toMatchObject({ spent: 1_000_000, reserved: 0, budget: undefined });
    });

    it('books a settlement once, however often it is sent', async () => {
      const { spending, reserve } = await setUp(100);
      const reservation = await reserve(60);
      await spending.settle(reservation, 25);

      const again = await spending.settle(reservation, 25);

      expect(again).toMatchObject({ spent: 25, reserved: 0 });
    });

    it('lets the last call pass the budget and none after it', async () => {
      const { spending, reserve, outcome } = await setUp(100);
      await spending.settle(await reserve(99), 99);

      const last = await reserve(50);
      const refusedWhileUnderWay = await outcome(1);
      await spending.settle(last, 50);

      expect([refusedWhileUnderWay, await outcome(1)]).toEqual(['exhausted', 'exhausted']);
      expect(await spending.account('acme', MONTH)).toMatchObject({ spent: 149 });
    });

    it('gives back at once what a call did not need', async () => {
      const { spending, reserve, outcome } = await setUp(100);
      const reservation = await reserve(100);
      const before = await outcome(10);

      await spending.settle(reservation, 0);

      expect([before, await outcome(10)]).toEqual(['exhausted', 'reserved']);
    });

    it('goes not one call past the budget when a hundred come at once', async () => {
      const { spending, account } = await setUp(1_000);

      const outcomes = await Promise.all(Array.from({ length: 100 }, () => spending.reserve('acme', 30)));

      const reserved = outcomes.filter(({ outcome }) => outcome === 'reserved');
      expect(reserved).toHaveLength(34); // 33 are 990, and one more may pass the budget.
      expect(await account()).toMatchObject({ spent: 0, reserved: 34 * 30 });
    });

    it('ends a reservation that nobody settled, and books it no more', async () => {
      const { spending, clock, reserve, outcome, account } = await setUp(100);
      const lost = await reserve(100);
      clock.advance(LEASE_SECONDS - 1);
      const held = await outcome(10);
      clock.advance(1);

      const free = await reserve(10);
      await spending.settle(lost, 100);

      expect(held).toBe('exhausted');
      expect(await account()).toMatchObject({ spent: 0, reserved: 10 });
      expect(await spending.settle(free, 10)).toMatchObject({ spent: 10, reserved: 0 });
    });

    it('keeps tenants and months apart, and settles in the month of the reservation', async () => {
      const { spending, clock, reserve, account } = await setUp(100);
      const old = await reserve(100);
      await spending.settle(await reserve(40, 'globex'), 40);
      clock.advance(31 * 86_400 - 60);
      const january = await reserve(90).catch(() => undefined);
      clock.advance(120);

      const next = await reserve(90);

      expect([old.month, january?.month, next.month]).toEqual([MONTH, MONTH, '2026-02']);
      expect(january && (await spending.settle(january, 90))).toMatchObject({ month: MONTH, spent: 90 });
      expect(await account()).toMatchObject({ spent: 90 });
      expect(await spending.account('acme', '2026-02')).toMatchObject({ spent: 0, reserved: 90 });
      expect(await spending.account('globex', MONTH)).toMatchObject({ spent: 40, budget: undefined });
    });

    it('takes a budget of nothing at its word', async () => {
      const { outcome } = await setUp(0);

      expect(await outcome(1)).toBe('exhausted');
    });

    it('rejects by an aborted signal', async () => {
      const { spending } = await setUp();

      await expect(spending.reserve('acme', 1, AbortSignal.abort(new Error('left')))).rejects.toThrow('left');
    });
  });
}
