import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { TextractClient } from '@aws-sdk/client-textract';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { textractRecognizer } from '#shared/adapters/aws/textract-recognizer.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { eldLanguageDetector } from '#shared/adapters/portable/eld-language-detector.ts';
import { pageSizesBeside } from '#shared/adapters/portable/page-sizes-beside.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    DOCUMENT_BUCKET: true,
    ARTIFACT_BUCKET: true,
    RAW_KEY_ARN: true,
    LEDGER_TABLE: true,
    MASTER_KEY_SECRET: true,
    MAX_DOCUMENT_BYTES: true,
    TEXTRACT: true,
  }),
);
const s3 = new S3Client();
const secrets = new SecretsManagerClient();
const store = s3DocumentStore({ client: s3, bucket: config.DOCUMENT_BUCKET, clock: systemClock });

const pageSizes = pageSizesBeside(new URL('page-sizes.mjs', import.meta.url));
const textract = textractRecognizer({
  client: new TextractClient(),
  bucket: config.DOCUMENT_BUCKET,
  pageSizes: async ({ key, versionId, type }, signal) =>
    pageSizes(await store.read(key, versionId, config.MAX_DOCUMENT_BYTES, signal), type),
});

export const handler = deferredHandler(async () =>
  createHandler({
    artifacts: s3ArtifactStore({ client: s3, bucket: config.ARTIFACT_BUCKET, rawKeyArn: config.RAW_KEY_ARN }),
    ...ledgerAndSlots({ client: new DynamoDBClient(), table: config.LEDGER_TABLE }),
    keys: derivedKeys(await secretsManagerKey({ client: secrets, secretId: config.MASTER_KEY_SECRET })),
    recognizer: config.TEXTRACT === 'on' ? textract : undefined,
    languages: eldLanguageDetector(),
    ...functionTelemetry({ settings: config, traceHeader }),
  }),
);
