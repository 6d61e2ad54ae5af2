import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import {
  Choice,
  Condition,
  DefinitionBody,
  Fail,
  type IChainable,
  type INextable,
  JsonPath,
  LogLevel,
  Map as MapState,
  type State,
  StateMachine,
  Succeed,
  type TaskStateBase,
  Wait,
  WaitTime,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { IngestStep } from '#shared/contracts/steps.ts';
import { acknowledge } from '../acknowledge.ts';
import { lambdaTask, type TaskFunction } from './lambda-task.ts';

export interface IngestStateMachineProps {
  readonly steps: Readonly<Record<IngestStep, TaskFunction>>;
  /** Of the machine, by which its own steps know it. */
  readonly name: string;
  readonly logRetention: RetentionDays;
}

/**
 * How long one execution may take. 100,000 chunks make 200 batches, 10 at once, each retried through minutes of
 * throttling: two hours are ample, and what still runs then is stuck.
 */
const EXECUTION_TIMEOUT = Duration.hours(2);

/** Batches of one document in work at once, so that a single long one does not take every Lambda of the account. */
const BATCHES_AT_ONCE = 10;

/** Runs the ingest steps in order. A failure that retries did not heal goes to the ledger and ends the execution. */
export class IngestStateMachine extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { steps, name, logRetention }: IngestStateMachineProps) {
    super(scope, id);

    const logs = new LogGroup(this, 'Logs', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY });
    const role = executionRole(this, Object.values(steps));
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: name,
      definitionBody: DefinitionBody.fromChainable(ingestDefinition(this, steps)),
      role: role.withoutPolicyUpdates(),
      timeout: EXECUTION_TIMEOUT,
      tracingEnabled: true,
      // States hold ids only, but a log is kept longer than a document, and the ledger has the history.
      logs: { destination: logs, level: LogLevel.ERROR, includeExecutionData: false },
    });
    acknowledge(this.stateMachine, {
      'AwsSolutions-SF1': 'The ledger holds the history of every step; the log is for what went wrong.',
    });
  }
}

function ingestDefinition(scope: Construct, steps: IngestStateMachineProps['steps']): IChainable {
  const rejection = rejectionOf(scope, steps.reject);
  const task = (step: Exclude<IngestStep, 'reject'>) => catching(lambdaTask(scope, step, steps[step]), rejection);
  const batchTask = (step: IngestStep) => lambdaTask(scope, step, steps[step]);
  // A Map gathers what its iterations give before it discards that: 400 of 170 bytes would already be over 64 KiB.
  const lastBatchTask = (step: IngestStep) => lambdaTask(scope, step, steps[step], { outputPath: JsonPath.DISCARD });

  const publish = task('publish').next(new Succeed(scope, 'published'));
  const redactBatches = catching(overBatches(scope, 'redact-batches', lastBatchTask('redact')), rejection);
  const whole = task('extract').next(untilRecognised(scope, task('recognise'), redactBatches));
  redactBatches
    .next(task('classify'))
    .next(task('chunk'))
    .next(
      catching(
        overBatches(scope, 'embed-batches', batchTask('embed').next(lastBatchTask('index-chunks')), FILTERED_BY),
        rejection,
      ),
    )
    .next(publish);
  const known = new Choice(scope, 'unchanged').when(Condition.stringEquals('$.outcome', 'unchanged'), publish);
  return task('identify').next(known.otherwise(whole));
}

/**
 * Goes on once there is text. Of a scan, `extract` and `recognise` say how many seconds to wait before anybody asks for
 * it; Textract calls nobody back, and a task token would be lost with whoever holds it.
 */
function untilRecognised(scope: Construct, recognise: TaskStateBase, next: IChainable): Choice {
  const wait = new Wait(scope, 'await-recognition', {
    time: WaitTime.secondsPath('$.recognition.waitSeconds'),
  });
  const isPending = new Choice(scope, 'recognising');
  wait.next(recognise).next(isPending);
  return isPending.when(Condition.isPresent('$.recognition'), wait).otherwise(next);
}

/** What index-chunks is told of the whole document. */
const FILTERED_BY = {
  documentClass: JsonPath.stringAt('$.documentClass'),
  language: JsonPath.stringAt('$.language'),
};

/** Runs `processor` for every batch number in `$.batches` and passes its own input on; batches leave artifacts only. */
function overBatches(
  scope: Construct,
  name: string,
  processor: IChainable,
  passedOn: Readonly<Record<string, string>> = {},
): MapState {
  const itemSelector = {
    ...passedOn,
    tenantId: JsonPath.stringAt('$.tenantId'),
    documentId: JsonPath.stringAt('$.documentId'),
    versionId: JsonPath.stringAt('$.versionId'),
    attempt: JsonPath.numberAt('$.attempt'),
    batch: JsonPath.numberAt('$$.Map.Item.Value'),
  };
  const itemsPath = '$.batches';
  const options = { itemsPath, itemSelector, maxConcurrency: BATCHES_AT_ONCE, resultPath: JsonPath.DISCARD };
  return new MapState(scope, name, options).itemProcessor(processor);
}

/**
 * Writes the failure to the ledger, then ends the execution on it. Reject itself has no catch: if even the ledger
 * cannot be written, the execution must end on that error and raise alarm.
 */
function rejectionOf(scope: Construct, reject: TaskFunction): IChainable {
  return lambdaTask(scope, 'reject', reject, { resultPath: JsonPath.DISCARD }).next(
    new Fail(scope, 'rejected', { errorPath: '$.failure.Error', causePath: '$.failure.Cause' }),
  );
}

function catching<T extends State & INextable & { addCatch(handler: IChainable, props: object): T }>(
  state: T,
  rejection: IChainable,
): T {
  return state.addCatch(rejection, { errors: ['States.ALL'], resultPath: '$.failure' });
}

/** The CDK's own role may call every version and alias of a function; this one calls what the definition names. */
function executionRole(scope: Construct, steps: readonly TaskFunction[]): Role {
  const resources = [...new Set(steps.map((step) => step.function.functionArn))];
  const allow = (actions: string[], on: string[]) =>
    new PolicyStatement({ effect: Effect.ALLOW, actions, resources: on });
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    inlinePolicies: {
      Steps: new PolicyDocument({ statements: [allow(['lambda:InvokeFunction'], resources)] }),
      Telemetry: new PolicyDocument({ statements: [allow(TRACE_ACTIONS, ['*']), allow(LOG_DELIVERY_ACTIONS, ['*'])] }),
    },
  });
  acknowledge(role, {
    'AwsSolutions-IAM5[Resource::*]': 'X-Ray and log delivery know no resources: the service asks for `*`.',
  });
  return role;
}

/** Source: Step Functions developer guide, "Tracing state machines with X-Ray". */
const TRACE_ACTIONS = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];

/** Source: Step Functions developer guide, "Using CloudWatch Logs to log execution history". */
const LOG_DELIVERY_ACTIONS = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
