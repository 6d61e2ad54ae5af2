import { SQSClient } from '@aws-sdk/client-sqs';
import { sqsAdmissionQueue } from '#shared/adapters/aws/sqs-admission-queue.ts';
import { FunctionSettings } from '#shared/contracts/settings.ts';
import { readConfig } from '#shared/runtime/config.ts';
import { createHandler } from './handler.ts';

const config = readConfig(FunctionSettings.pick({ ADMISSION_QUEUE_URL: true }));

export const handler = createHandler({
  queue: sqsAdmissionQueue({ client: new SQSClient(), queueUrl: config.ADMISSION_QUEUE_URL }),
});
