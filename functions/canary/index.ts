import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { lambdaQuestionApi } from '#shared/adapters/aws/lambda-question-api.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({ ...EVERY_FUNCTION, DOCUMENT_BUCKET: true, LEDGER_TABLE: true, QUERY_FUNCTION: true }),
);
const clocks = { clock: systemClock, ids: randomIds };

export const handler = createHandler({
  store: s3DocumentStore({ client: new S3Client(), bucket: config.DOCUMENT_BUCKET, clock: systemClock }),
  ledger: dynamoLedger({ client: new DynamoDBClient(), table: config.LEDGER_TABLE, ...clocks }),
  api: lambdaQuestionApi({ client: new LambdaClient(), functionName: config.QUERY_FUNCTION, ids: randomIds }),
  log: functionLog({ settings: config, ...clocks, traceHeader }),
  metrics: emfMetrics({ environment: config.ENVIRONMENT }),
  ...clocks,
});
