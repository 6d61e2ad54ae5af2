import { describe, expect, it } from 'vitest';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { ModelUse } from '#shared/domain/metered-cost.ts';
import { hasMoney, nanodollars } from '#shared/domain/spending.ts';
import type { Spending } from '#shared/ports/spending.ts';
import { problemResponse } from '#shared/runtime/problem-response.ts';
import { spend } from '#shared/runtime/spend.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { memorySpending } from '../doubles/memory-spending.ts';
import { assertSpendingIsBounded, costing, MONTH, spentByHundreds } from '../doubles/paying-callers.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

const ADAPTERS: readonly [name: string, create: () => Spending][] = [
  ['SQLite', () => memorySpending()],
  [
    'DynamoDB',
    () => dynamoSpending({ client: fakeDynamoDb().client, table: 't', clock: manualClock(), ids: randomIds }),
  ],
];

async function scene(budget: number | undefined, spending = memorySpending()) {
  if (budget !== undefined) await spending.setBudget('acme', nanodollars(budget));
  const metrics = recordedMetrics();
  const told: ModelUse[] = [];
  const ports = { spending, metrics, onUse: (use: ModelUse) => void told.push(use) };
  const pay = (bound: number, dollars: number | Error) =>
    spend({ tenantId: 'acme', most: [costing(bound, true)] }, ports, undefined, async () => {
      if (dollars instanceof Error) throw dollars;
      return { result: 'done', uses: [costing(dollars)] };
    });
  return { spending, metrics, ports, told, pay, account: () => spending.account('acme', MONTH) };
}

describe('a call on a tenant’s account', () => {
  it('is just made when it costs nothing, also where nothing is left', async () => {
    const { metrics, pay, account } = await scene(0);

    const result = await pay(0, 0);

    expect(result).toBe('done');
    expect([metrics.emitted, (await account()).spent]).toEqual([[], 0]);
  });

  it('is booked as what it took, and told to the metrics, with whose it was beside them', async () => {
    const { metrics, pay, account } = await scene(1);

    await pay(0.5, 0.25);

    expect(await account()).toMatchObject({ spent: 250_000_000, reserved: 0 });
    expect(metrics.emitted).toEqual([{ ModelMicrodollars: 250_000, BudgetRefusals: 0, BudgetUsed: 25 }]);
    expect(metrics.subjects).toEqual([{ tenantId: 'acme' }]);
  });

  it('is refused before it is made once the budget is spent, and the answer says until when', async () => {
    const { metrics, pay } = await scene(1);
    await pay(1, 1);

    const failure = await pay(1, new Error('it was made')).catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'BudgetExhausted', details: { resetsAt: '2026-02-01T00:00:00.000Z' } });
    expect(metrics.emitted.at(-1)).toEqual({ BudgetRefusals: 1, BudgetUsed: 100 });
    expect(metrics.subjects.at(-1)).toEqual({ tenantId: 'acme' });
    const response = problemResponse(failure as PipelineFailure, 'r1'); // As the line above has seen.
    expect(response.statusCode).toBe(402);
    expect(response.headers['retry-after']).toBe('Sun, 01 Feb 2026 00:00:00 GMT');
    expect(response.body).toContain('2026-02-01');
  });

  it.each([
    ['in full when nobody knows how far it came', new Error('lost'), 500_000_000],
    ['in full when its answer was of no use', new PipelineFailure('DependencyUnavailable', 'no claims'), 500_000_000],
    ['not at all when the model was too busy', new PipelineFailure('ModelThrottled', 'busy'), 0],
    [
      'not at all when the service refused it',
      new PipelineFailure('DependencyUnavailable', 'denied', { details: { error: 'AccessDenied', status: 403 } }),
      0,
    ],
    [
      'not at all behind an open circuit',
      new PipelineFailure('DependencyUnavailable', 'down', { details: { circuit: 'answerer-1' } }),
      0,
    ],
  ])('is booked %s, and its receipt hears of it', async (_what, failure, spent) => {
    const { told, pay, account } = await scene(1);

    await expect(pay(0.5, failure)).rejects.toBe(failure);

    expect(await account()).toMatchObject({ spent, reserved: 0 });
    expect(told).toEqual(spent === 0 ? [] : [costing(0.5, true)]);
  });

  it('is booked by the tokens that its failure tells', async () => {
    const { ports, told, account } = await scene(1);
    const nova = { model: 'amazon.nova-lite-v1:0', calls: 1, inputTokens: 9_000, outputTokens: 2_000 };
    const tokens = { inputTokens: 3_000, outputTokens: 500 };

    const call = spend({ tenantId: 'acme', most: [{ ...nova, isBound: true }] }, ports, undefined, async () => {
      throw new PipelineFailure('DependencyUnavailable', 'no claims', { details: tokens });
    });
    await expect(call).rejects.toThrow('no claims');

    expect(told).toEqual([{ ...nova, ...tokens }]);
    expect((await account()).spent).toBe(nanodollars((3_000 * 0.06 + 500 * 0.24) / 1_000_000));
  });

  it('leaves nothing on a receipt where it failed and has no price, unless its tokens are told', async () => {
    const { ports, told } = await scene(1);
    const free = { model: 'qwen3:8b', calls: 1, inputTokens: 0, outputTokens: 0 };
    const failing = (details: Record<string, number>) =>
      spend({ tenantId: 'acme', most: [{ ...free, isBound: true }] }, ports, undefined, async () => {
        throw new PipelineFailure('DependencyUnavailable', 'no claims', { details });
      }).catch(() => undefined);

    await failing({});
    await failing({ inputTokens: 30, outputTokens: 5 });

    expect(told).toEqual([{ ...free, inputTokens: 30, outputTokens: 5 }]);
  });

  it('is not made while the ledger fails', async () => {
    const broken = dynamoSpending({
      ...{ client: fakeDynamoDb({ before: () => 'InternalServerError' }).client, table: 't' },
      ...{ clock: manualClock(), ids: randomIds },
    });
    const { pay } = await scene(undefined, broken);

    await expect(pay(0.5, new Error('it was made'))).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});

describe.each(ADAPTERS)('over %s', (_name, create) => {
  it('a hundred callers at once go past the budget by one call at the most', async () => {
    const spending = create();

    const spent = await spentByHundreds(spending);

    expect(spent).toBeGreaterThanOrEqual(1);
    expect(spent).toBeLessThanOrEqual(1.0301);
    expect(await spending.account('acme', MONTH)).toMatchObject({ reserved: 0 });
  });

  it('whatever calls cost, what was paid is what is booked, and one call past the budget is the most', async () => {
    await expect(assertSpendingIsBounded(create, 10)).resolves.toBeUndefined();
  });
});

it('without reservations a hundred callers at once go far past it', async () => {
  let spent = 0;
  const lookingFirst: Spending = {
    ...memorySpending(),
    reserve: async (tenantId, amount) => {
      const account = { tenantId, month: MONTH, spent, reserved: 0, budget: nanodollars(1) };
      if (!hasMoney(account)) return { outcome: 'exhausted', account };
      return { outcome: 'reserved', reservation: { id: 'none', tenantId, month: MONTH, amount } };
    },
    settle: async ({ tenantId }, amount) => {
      spent += amount;
      return { tenantId, month: MONTH, spent, reserved: 0 };
    },
  };

  expect(await spentByHundreds(lookingFirst)).toBeGreaterThan(2);
});
