import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
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

export const handler = createHandler({
  artifacts: s3ArtifactStore({ client: new S3Client(), bucket: config.ARTIFACT_BUCKET }),
  ...ledgerAndSlots({ client: new DynamoDBClient(), table: config.LEDGER_TABLE }),
  tokens: wordpieceTokenCounter(fileURLToPath(new URL('models/bge-small-en-v1.5/tokenizer.json', import.meta.url))),
  chunking: config.CHUNKING,
  ...functionTelemetry({ settings: config, traceHeader }),
});
