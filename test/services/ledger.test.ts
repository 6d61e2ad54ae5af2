import { dynamoAnswerHistory } from '#shared/adapters/aws/dynamo-answer-history.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { dynamoSpending } from '#shared/adapters/aws/dynamo-spending.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { answerHistorySuite } from '../contract/suites/answer-history-suite.ts';
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
  answerHistorySuite({
    name: 'aws: DynamoDB',
    create: async () => {
      const given = { client, table: await emptyTable(), clock: manualClock(), ids: randomIds };
      return { ledger: dynamoLedger(given), history: dynamoAnswerHistory(given) };
    },
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
