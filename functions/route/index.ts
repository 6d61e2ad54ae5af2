import { SQSClient } from '@aws-sdk/client-sqs';
import { functionLog } from '#shared/adapters/aws/function-log.ts';
import { sqsAdmissionQueue } from '#shared/adapters/aws/sqs-admission-queue.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { EVERY_FUNCTION, FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig, traceHeader } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(
  FunctionSettings.pick({
    ...EVERY_FUNCTION,
    ADMISSION_QUEUE_URL: true,
  }),
);

export const handler = createHandler({
  log: functionLog({ settings: config, clock: systemClock, ids: randomIds, traceHeader }),
  queue: sqsAdmissionQueue({ client: new SQSClient(), queueUrl: config.ADMISSION_QUEUE_URL }),
});
