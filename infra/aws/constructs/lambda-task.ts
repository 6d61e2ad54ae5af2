import { Duration } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { JitterType, type TaskStateBase, Timeout } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke, type LambdaInvokeProps } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import {
  RECURRING_FAILURES,
  RECURRING_SERVICE_ERRORS,
  RETRYABLE_FAILURES,
  TRANSIENT_SERVICE_ERRORS,
} from '#shared/domain/failures.ts';

export interface TaskFunction {
  readonly function: IFunction;
  /** How long the function may run. */
  readonly timeout: Duration;
}

/** How much longer a task waits than its function may run: a slow function then fails by its own name first. */
const ANSWER_MARGIN = Duration.seconds(10);

/** Ours to change. Full jitter, because documents that were throttled together must not come back together. */
const BACKOFF = {
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxDelay: Duration.minutes(1),
  jitterStrategy: JitterType.FULL,
};

/** What the rest of the world causes, such as throttling and outages, whatever the document. */
const PASSING = [
  ...RETRYABLE_FAILURES.filter((name) => !RECURRING_FAILURES.includes(name)),
  ...TRANSIENT_SERVICE_ERRORS,
];

/** What a document may cause each time that it is tried. */
const RECURRING = [...RECURRING_FAILURES, ...RECURRING_SERVICE_ERRORS];

/** Tries after the first. Four wait some 15 s on average between them, 30 s at most: an outage may be over by then. */
const RETRIES_OF_PASSING = 4;

/** Three tries in all tell bad luck from a poisoned document, which takes its whole time-out at each. */
const RETRIES_OF_RECURRING = 2;

/** A task that calls a function, never waits for ever, and tries again where time can heal. */
export function lambdaTask(
  scope: Construct,
  name: string,
  { function: lambdaFunction, timeout }: TaskFunction,
  options: Pick<LambdaInvokeProps, 'resultPath' | 'outputPath'> = {},
): TaskStateBase {
  return new LambdaInvoke(scope, name, {
    ...options,
    lambdaFunction,
    payloadResponseOnly: true,
    retryOnServiceExceptions: false, // The CDK's own retry has neither jitter nor our list.
    taskTimeout: Timeout.duration(timeout.plus(ANSWER_MARGIN)),
  })
    .addRetry({ ...BACKOFF, errors: PASSING, maxAttempts: RETRIES_OF_PASSING })
    .addRetry({ ...BACKOFF, errors: RECURRING, maxAttempts: RETRIES_OF_RECURRING })
    .addRetry({ ...BACKOFF, errors: ['Lambda.Unknown'], maxAttempts: 1 }); // Out of memory reads so too, and recurs.
}
