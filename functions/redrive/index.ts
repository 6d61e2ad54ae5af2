import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deferredHandler } from '#shared/adapters/aws/deferred-handler.ts';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { ledgerAndSlots } from '#shared/adapters/aws/ledger-and-slots.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { sqsAdmissionQueue } from '#shared/adapters/aws/sqs-admission-queue.ts';
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
    LEDGER_TABLE: true,
    MASTER_KEY_SECRET: true,
    ADMISSION_QUEUE_URL: true,
  }),
);
const secrets = new SecretsManagerClient();

export const handler = deferredHandler(async () =>
  createHandler({
    ...ledgerAndSlots({ client: new DynamoDBClient(), table: config.LEDGER_TABLE }),
    queue: sqsAdmissionQueue({ client: new SQSClient(), queueUrl: config.ADMISSION_QUEUE_URL }),
    store: { bucket: config.DOCUMENT_BUCKET },
    keys: derivedKeys(await secretsManagerKey({ client: secrets, secretId: config.MASTER_KEY_SECRET })),
    clock: systemClock,
    log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
  }),
);
