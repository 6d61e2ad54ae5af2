import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import type { BundledFunction } from './bundled-function.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';

export interface ScheduledCallProps {
  readonly environment: string;
  /** What its dead-letter queues are named for. */
  readonly name: 'dispatch' | 'reconcile' | 'canary';
  readonly target: BundledFunction;
  /** Whole minutes. */
  readonly every: Duration;
}

/** How often EventBridge tries again to hand over one tick. The next tick asks for the same. */
const DELIVERY_RETRIES = 3;

/** A function that is called again and again. A tick that is lost or fails is seen, and made good by the one after it. */
export class ScheduledCall extends Construct {
  constructor(scope: Construct, id: string, { environment, name, target, every }: ScheduledCallProps) {
    super(scope, id);

    target.function.configureAsyncInvoke({
      retryAttempts: 0,
      maxEventAge: Duration.seconds(every.toSeconds()),
      onFailure: new SqsDestination(deadLetterQueue(this, 'NotDone', environment, `${name}-not-done`)),
    });
    new Rule(this, 'Tick', {
      schedule: Schedule.rate(every),
      targets: [
        new LambdaTarget(target.function, {
          deadLetterQueue: deadLetterQueue(this, 'NotCalled', environment, `${name}-not-called`),
          maxEventAge: Duration.seconds(every.toSeconds()), // By then the next one is on its way.
          retryAttempts: DELIVERY_RETRIES,
        }),
      ],
    });
  }
}
