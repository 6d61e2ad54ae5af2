import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { ledgerSuite } from './suites/ledger-suite.ts';

const pause = async () => {};

ledgerSuite({
  name: 'aws: DynamoDB, over a table in memory',
  create: () =>
    dynamoLedger({ client: fakeDynamoDb().client, table: 't', clock: manualClock(), ids: randomIds, pause }),
});

ledgerSuite({
  name: 'aws: DynamoDB, over a table that hands out little at once',
  create: () => {
    const { client } = fakeDynamoDb({ pageSize: 1, batchSize: 20 });
    return dynamoLedger({ client, table: 't', clock: manualClock(), ids: randomIds, pause });
  },
});
