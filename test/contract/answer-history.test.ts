import { expect, it } from 'vitest';
import { dynamoAnswerHistory } from '#shared/adapters/aws/dynamo-answer-history.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { answerHistory } from '#shared/adapters/local/answer-history.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { LEDGER_TABLE } from '#shared/contracts/ledger-table.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { receipt } from '../doubles/sample-records.ts';
import { temporaryLedger } from '../doubles/temporary-ledger.ts';
import { answerHistorySuite } from './suites/answer-history-suite.ts';

const overDynamo = (options: Parameters<typeof fakeDynamoDb>[0] = {}) => {
  const db = fakeDynamoDb(options);
  const table = { client: db.client, table: 't', clock: manualClock(), ids: randomIds };
  return { db, ledger: dynamoLedger(table), history: dynamoAnswerHistory(table) };
};

answerHistorySuite({
  name: 'local: SQLite',
  create: () => {
    const database = temporaryLedger();
    return { ledger: sqliteLedger(database), history: answerHistory(database) };
  },
});

answerHistorySuite({ name: 'aws: DynamoDB, over a table in memory', create: () => overDynamo() });

answerHistorySuite({
  name: 'aws: DynamoDB, over a table that hands out little at once',
  create: () => overDynamo({ pageSize: 1 }),
});

it('keeps a line of the accounts for 400 days, and neither who asked nor a candidate in it', async () => {
  const { db, ledger } = overDynamo();

  await ledger.writeReceipt(receipt());

  const line = [...db.items.values()].find(({ pk }) => pk?.['S'] === 'answered#2026-01');
  expect(Object.keys(line ?? {}).sort()).toEqual([LEDGER_TABLE.timeToLive, 'pk', 'record', 'sk']);
  expect(line?.[LEDGER_TABLE.timeToLive]).toEqual({ N: String(Date.parse(receipt().at) / 1_000 + 400 * 86_400) });
  expect(JSON.stringify(line)).not.toMatch(/ana|c1/);
});

it('says of an answer whose line was not written that it was not kept', async () => {
  const { ledger } = overDynamo({
    before: ({ request }) => (request.Item?.['pk']?.['S'] === 'answered#2026-01' ? 'InternalServerError' : undefined),
  });

  await expect(ledger.writeReceipt(receipt())).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});

it('says that the ledger failed when it does', async () => {
  const { history } = overDynamo({ before: () => 'InternalServerError' });

  await expect(history.answers('2026-01')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
});
