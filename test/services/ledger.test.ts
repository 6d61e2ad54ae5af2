import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { ledgerSuite } from '../contract/suites/ledger-suite.ts';
import { slotsSuite } from '../contract/suites/slots-suite.ts';
import { spendingSuite } from '../contract/suites/spending-suite.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { describeServices } from './describe-services.ts';
import { serviceTables } from './service-tables.ts';

describeServices(['dynamoDb'], ({ dynamoDb }) => {
  const { client, emptyTable } = serviceTables(dynamoDb);

  ledgerSuite({
    name: 'aws: DynamoDB',
    create: async () => dynamoLedger({ client, table: await emptyTable(), clock: systemClock, ids: randomIds }),
  });
  slotsSuite({
    name: 'aws: DynamoDB',
    create: async () => {
      const clock = manualClock();
      return { slots: dynamoSlots({ client, table: await emptyTable(), clock, ids: randomIds }), clock };
    },
  });
  spendingSuite({
    name: 'aws: DynamoDB',
    create: async () => {
      const clock = manualClock();
      return { spending: dynamoSpending({ client, table: await emptyTable(), clock, ids: randomIds }), clock };
    },
  });
});
