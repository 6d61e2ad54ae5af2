import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { domainChunkIndex } from '#shared/adapters/aws/domain-chunk-index.ts';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    DOCUMENT_BUCKET: true,
    ARTIFACT_BUCKET: true,
    LEDGER_TABLE: true,
    MASTER_KEY_SECRET: true,
    INDEX_ENDPOINT: true,
    MAX_DOCUMENT_BYTES: true,
  }),
);
const s3 = new S3Client();
const secrets = new SecretsManagerClient();

export const handler = deferredHandler(async () =>
  createHandler({
    log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
    store: s3DocumentStore({ client: s3, bucket: config.DOCUMENT_BUCKET, clock: systemClock }),
    artifacts: s3ArtifactStore({ client: s3, bucket: config.ARTIFACT_BUCKET }),
    ledger: dynamoLedger({
      client: new DynamoDBClient(),
      table: config.LEDGER_TABLE,
      clock: systemClock,
      ids: randomIds,
    }),
    index: domainChunkIndex({ endpoint: config.INDEX_ENDPOINT, aws: s3.config }),
    keys: derivedKeys(await secretsManagerKey({ client: secrets, secretId: config.MASTER_KEY_SECRET })),
    maxDocumentBytes: config.MAX_DOCUMENT_BYTES,
    clock: systemClock,
  }),
);
