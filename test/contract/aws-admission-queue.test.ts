import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { sqsAdmissionQueue } from '#shared/adapters/aws/sqs-admission-queue.ts';
import { ObjectEventSchema } from '#shared/contracts/events.ts';
import { admissionQueueSuite } from './suites/admission-queue-suite.ts';

admissionQueueSuite({
  name: 'aws: SQS, by the messages that were sent',
  create: () => {
    const client = new SQSClient({ region: 'eu-central-1' });
    const sqs = mockClient(client);
    const bodies = () => sqs.commandCalls(SendMessageCommand).map(({ args }) => args[0].input.MessageBody ?? '');
    return {
      queue: sqsAdmissionQueue({ client, queueUrl: 'https://sqs.example/q' }),
      received: async () => bodies().map((body) => ObjectEventSchema.parse(JSON.parse(body))),
    };
  },
});
