import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AdmissionQueue } from '../../ports/admission-queue.ts';
import { awsCall } from './aws-call.ts';

export interface SqsAdmissionQueueOptions {
  readonly client: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
}

/** A standard queue; the tenant as message group makes it a fair one, in which no tenant's backlog delays another's. */
export function sqsAdmissionQueue({ client, queueUrl }: SqsAdmissionQueueOptions): AdmissionQueue {
  return {
    send: (event, tenantId, signal) =>
      awsCall('SQS did not take the event', signal, async (options) => {
        const message = { QueueUrl: queueUrl, MessageBody: JSON.stringify(event), MessageGroupId: tenantId };
        await client.send(new SendMessageCommand(message), options);
      }),
  };
}
