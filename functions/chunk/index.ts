import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { wordpieceTokenCounter } from '#shared/adapters/portable/wordpiece-token-counter.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    ARTIFACT_BUCKET: true,
    LEDGER_TABLE: true,
    CHUNKING: true,
  }),
);
const table = { client: new DynamoDBClient(), table: config.LEDGER_TABLE, clock: systemClock, ids: randomIds };

export const handler = createHandler({
  artifacts: s3ArtifactStore({ client: new S3Client(), bucket: config.ARTIFACT_BUCKET }),
  ledger: dynamoLedger(table),
  slots: dynamoSlots(table),
  tokens: wordpieceTokenCounter(fileURLToPath(new URL('models/bge-small-en-v1.5/tokenizer.json', import.meta.url))),
  chunking: config.CHUNKING,
  clock: systemClock,
  metrics: emfMetrics({ environment: config.ENVIRONMENT }),
  log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
});
