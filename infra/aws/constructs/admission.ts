import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ADMISSION_RECEIVES } from '#shared/contracts/events.ts';
import type { BundledFunction } from './bundled-function.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

export interface AdmissionProps {
  readonly environment: string;
  readonly documentBucketName: string;
  readonly route: BundledFunction;
  readonly admit: BundledFunction;
  /** Announce what no event told of, or what is to be tried again. */
  readonly announcers: readonly BundledFunction[];
}

/** How long, and how often, an event is delivered again. EventBridge's own end is 24 hours; ours leaves time to mend. */
const EVENT_AGE = Duration.hours(24);
const EVENT_RETRIES = 185;

/** Messages to one call of `admit`, and calls at once: each message is a few reads and at most one new execution. */
const BATCH_SIZE = 10;
const CALLS_AT_ONCE = 20;

/** A message stays hidden for six time-outs of its function. Source: Lambda developer guide, "Using Lambda with SQS". */
const HIDDEN_TIMEOUTS = 6;

/** From an event about an object to an execution: rule, `route`, fair queue, `admit`. No edge drops what it cannot do. */
export class Admission extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { environment, documentBucketName, route, admit, announcers }: AdmissionProps,
  ) {
    super(scope, id);

    const queue = new Queue(this, 'Queue', {
      visibilityTimeout: Duration.seconds(admit.timeout.toSeconds() * HIDDEN_TIMEOUTS),
      retentionPeriod: Duration.days(14),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      deadLetterQueue: {
        queue: deadLetterQueue(this, 'NotAdmitted', environment, 'admission-not-admitted'),
        maxReceiveCount: ADMISSION_RECEIVES,
      },
    });
    for (const sender of [route, ...announcers]) {
      sender.allow({
        settings: { ADMISSION_QUEUE_URL: queue.queueUrl },
        statements: [{ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }],
      });
    }
    // Lambda takes the event before it calls the function, so a call that fails is no failed delivery to EventBridge.
    route.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(deadLetterQueue(this, 'NotRouted', environment, 'admission-not-routed')),
    });
    this.deliverEvents(environment, documentBucketName, route);
    admit.function.addEventSource(
      new SqsEventSource(queue, {
        batchSize: BATCH_SIZE,
        maxConcurrency: CALLS_AT_ONCE,
        reportBatchItemFailures: true,
      }),
    );
  }
  private deliverEvents(environment: string, documentBucketName: string, route: BundledFunction): void {
    new Rule(this, 'ObjectChanged', {
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created', 'Object Deleted'],
        detail: { bucket: { name: [documentBucketName] } },
      },
      targets: [
        new LambdaTarget(route.function, {
          deadLetterQueue: deadLetterQueue(this, 'NotDelivered', environment, 'admission-not-delivered'),
          maxEventAge: EVENT_AGE,
          retryAttempts: EVENT_RETRIES,
        }),
      ],
    });
  }
}
