import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { domainChunkIndex } from '#shared/adapters/aws/domain-chunk-index.ts';
import { functionTelemetry } from '#shared/adapters/aws/function-telemetry.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { s3DocumentStore } from '#shared/adapters/aws/s3-document-store.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { sqsAdmissionQueue } from '#shared/adapters/aws/sqs-admission-queue.ts';
import { stepFunctionsOrchestrator } from '#shared/adapters/aws/step-functions-orchestrator.ts';
import { derivedKeys } from '#shared/adapters/portable/derived-keys.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    CHUNKING: true,
    ...EVERY_FUNCTION,
    DOCUMENT_BUCKET: true,
    ARTIFACT_BUCKET: true,
    LEDGER_TABLE: true,
    MASTER_KEY_SECRET: true,
    INDEX_ENDPOINT: true,
    STATE_MACHINE_ARN: true,
    ADMISSION_QUEUE_URL: true,
  }),
);
const s3 = new S3Client();
const secrets = new SecretsManagerClient();

export const handler = deferredHandler(async () =>
  createHandler({
    store: s3DocumentStore({ client: s3, bucket: config.DOCUMENT_BUCKET, clock: systemClock }),
    artifacts: s3ArtifactStore({ client: s3, bucket: config.ARTIFACT_BUCKET }),
    ...ledgerAndSlots({ client: new DynamoDBClient(), table: config.LEDGER_TABLE }),
    index: domainChunkIndex({ endpoint: config.INDEX_ENDPOINT, aws: s3.config }),
    keys: derivedKeys(await secretsManagerKey({ client: secrets, secretId: config.MASTER_KEY_SECRET })),
    queue: sqsAdmissionQueue({ client: new SQSClient(), queueUrl: config.ADMISSION_QUEUE_URL }),
    orchestrator: stepFunctionsOrchestrator({ client: new SFNClient(), stateMachineArn: config.STATE_MACHINE_ARN }),
    chunking: config.CHUNKING,
    ...functionTelemetry({ settings: config, traceHeader }),
  }),
);
