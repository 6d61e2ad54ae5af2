import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { fakeDynamoDb } from '../doubles/fake-dynamo-db.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { slotsSuite } from './suites/slots-suite.ts';

const pause = async () => {};

slotsSuite({
  name: 'aws: DynamoDB, over a table in memory',
  create: () => {
    const clock = manualClock();
    return { slots: dynamoSlots({ client: fakeDynamoDb().client, table: 't', clock, ids: randomIds, pause }), clock };
  },
});

slotsSuite({
  name: 'aws: DynamoDB, over a table that hands out little at once',
  create: () => {
    const clock = manualClock();
    const { client } = fakeDynamoDb({ pageSize: 1 });
    return { slots: dynamoSlots({ client, table: 't', clock, ids: randomIds, pause }), clock };
  },
});
