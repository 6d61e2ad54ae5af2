import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { type DeadLetterEdge, deadLetterQueueName } from '../dead-letter-edges.ts';

/** As long as SQS keeps a message: two weeks to notice, mend and send again. */
const KEPT = Duration.days(14);

/** Where events end that could not be delivered or handled, each queue for one edge, so that it tells which one failed. */
export function deadLetterQueue(scope: Construct, id: string, environment: string, edge: DeadLetterEdge): Queue {
  const queue = new Queue(scope, id, {
    queueName: deadLetterQueueName(environment, edge),
    retentionPeriod: KEPT,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
  });
  acknowledge(queue, { 'AwsSolutions-SQS3': 'It is a dead-letter queue, if not always that of another queue.' });
  return queue;
}
