import { expect, it } from 'vitest';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { sqliteSpending } from '#shared/adapters/local/sqlite-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';
import { spendingSuite } from './suites/spending-suite.ts';

const overDynamo = (options: Parameters<typeof fakeDynamoDb>[0] = {}) => {
  const clock = manualClock();
  const { client } = fakeDynamoDb(options);
  return { spending: dynamoSpending({ client, table: 't', clock, ids: randomIds }), clock };
};

spendingSuite({
  name: 'local: SQLite',
  create: () => {
    const database = temporaryLedger();
    const clock = manualClock();
    return { spending: sqliteSpending(database, { clock, ids: randomIds }), clock };
  },
});

spendingSuite({ name: 'aws: DynamoDB, over a table in memory', create: () => overDynamo() });

it('reserves and settles once where DynamoDB did so and its answer got lost', async () => {
  const lost = new Set<string>();
  const { spending } = overDynamo({
    maxAttempts: 2,
    after: ({ operation, request }) => {
      const name = operation === 'UpdateItem' ? String(request.UpdateExpression) : '';
      if (name === '' || lost.has(name)) return undefined;
      lost.add(name);
      return 'InternalServerError';
    },
  });
  await spending.setBudget('acme', 100);

  const reserved = await spending.reserve('acme', 60);
  const settled = reserved.outcome === 'reserved' && (await spending.settle(reserved.reservation, 25));

  expect(lost.size).toBe(2);
  expect(settled).toMatchObject({ spent: 25, reserved: 0 });
  expect(await spending.reserve('acme', 1)).toMatchObject({ outcome: 'reserved' });
});

it('changes a budget where DynamoDB did so and its answer got lost', async () => {
  const lost: string[] = [];
  const { spending } = overDynamo({
    maxAttempts: 2,
    after: ({ operation }) => {
      if (lost.includes(operation)) return undefined;
      lost.push(operation);
      return ['PutItem', 'DeleteItem'].includes(operation) ? 'InternalServerError' : undefined;
    },
  });

  await spending.setBudget('acme', 100, 'none');
  const set = await spending.budgets();
  await spending.setBudget('acme', undefined, 100);

  expect(lost).toEqual(expect.arrayContaining(['PutItem', 'DeleteItem']));
  expect([set.length, (await spending.budgets()).length]).toEqual([1, 0]);
});

it('says that the ledger failed when it does, and nothing of what it was asked', async () => {
  const { spending } = overDynamo({ before: () => 'InternalServerError' });

  await expect(spending.reserve('acme', 1)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});
