import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { contentTypeDetector } from '#shared/adapters/portable/content-type-detector.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    DOCUMENT_BUCKET: true,
    LEDGER_TABLE: true,
    MASTER_KEY_SECRET: true,
    MAX_DOCUMENT_BYTES: true,
    CHUNKING: true,
  }),
);
const s3 = new S3Client();
const secrets = new SecretsManagerClient();

export const handler = deferredHandler(async () =>
  createHandler({
    store: s3DocumentStore({ client: s3, bucket: config.DOCUMENT_BUCKET, clock: systemClock }),
    ...ledgerAndSlots({ client: new DynamoDBClient(), table: config.LEDGER_TABLE }),
    keys: derivedKeys(await secretsManagerKey({ client: secrets, secretId: config.MASTER_KEY_SECRET })),
    types: contentTypeDetector(),
    maxDocumentBytes: config.MAX_DOCUMENT_BYTES,
    chunking: config.CHUNKING,
    ...functionTelemetry({ settings: config, traceHeader }),
  }),
);
