import { expect, it } from 'vitest';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { memorySpending } from '../doubles/memory-spending.ts';
import { assertSpendingIsBounded } from '../doubles/paying-callers.ts';

it.each([
  ['SQLite', () => memorySpending()],
  [
    'DynamoDB',
    () => dynamoSpending({ client: fakeDynamoDb().client, table: 't', clock: manualClock(), ids: randomIds }),
  ],
])('over %s, budgets hold in five hundred crowds of callers', async (_name, create) => {
  await expect(assertSpendingIsBounded(create, 500)).resolves.toBeUndefined();
});
