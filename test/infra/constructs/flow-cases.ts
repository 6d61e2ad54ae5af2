import { Duration, type Stack } from 'aws-cdk-lib';
import { DefinitionBody, JsonPath, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Admission } from '#infra/aws/constructs/admission.ts';
import { BundledFunction } from '#infra/aws/constructs/bundled-function.ts';
import { deadLetterQueue } from '#infra/aws/constructs/dead-letter-queue.ts';
import { IngestStateMachine } from '#infra/aws/constructs/ingest-state-machine.ts';
import { lambdaTask, type TaskFunction } from '#infra/aws/constructs/lambda-task.ts';
import { ScheduledCall } from '#infra/aws/constructs/scheduled-call.ts';
import { INGEST_STEPS, type IngestStep } from '#shared/contracts/steps.ts';
import { type ConstructCase, functionIn, networkIn, settingsFor, stepFunction } from './construct-case.ts';

const QUEUE = 'AWS::SQS::Queue';
const LAMBDA = 'AWS::Lambda::Function';

/** A state machine of one task. */
function machineOf(stack: Stack, isFull: boolean): void {
  const task = { function: stepFunction(stack, 'chunk'), timeout: Duration.seconds(60) };
  const chain = lambdaTask(stack, 'chunk', task, isFull ? { resultPath: JsonPath.DISCARD } : {});
  new StateMachine(stack, 'Machine', { definitionBody: DefinitionBody.fromChainable(chain) });
}

/** Constructs by which documents move. */
export const FLOW_CASES: readonly ConstructCase[] = [
  {
    file: 'bundled-function',
    make: (stack, isFull) => {
      const statement = { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket/key'] };
      const access = [{ settings: { CACHES: 'on' }, statements: [statement] }];
      const options = isFull ? { access, network: networkIn(stack) } : {};
      new BundledFunction(stack, { name: isFull ? 'reconcile' : 'route', settings: settingsFor(isFull), ...options });
    },
    bare: {
      has: {
        [LAMBDA]: [
          { Properties: { Runtime: 'nodejs24.x', Architectures: ['arm64'], TracingConfig: { Mode: 'Active' } } },
        ],
        'AWS::Logs::LogGroup': [{ Properties: { RetentionInDays: 14 } }],
        'AWS::IAM::Role': 1,
      },
      lacks: ['VpcConfig', 'ReservedConcurrentExecutions', 'ec2:', 's3:'],
    },
    full: {
      has: {
        [LAMBDA]: [
          {
            Properties: {
              ...{ ReservedConcurrentExecutions: 1, VpcConfig: { SubnetIds: [{}, {}, {}] } },
              Environment: { Variables: { CACHES: 'on', LOG_LEVEL: 'warn' } },
            },
          },
        ],
      },
      says: [
        'ec2:CreateNetworkInterface',
        '"Action":"s3:GetObject","Effect":"Allow","Resource":"arn:aws:s3:::bucket/key"',
      ],
    },
  },
  {
    file: 'dead-letter-queue',
    make: (stack) => void deadLetterQueue(stack, 'Queue', 'dev', 'dispatch-not-done'),
    bare: {
      has: {
        [QUEUE]: [
          {
            Properties: {
              ...{ QueueName: 'affidavit-dev-dispatch-not-done', MessageRetentionPeriod: 14 * 86_400 },
              SqsManagedSseEnabled: true,
            },
          },
        ],
      },
      says: ['"aws:SecureTransport":"false"'],
    },
  },
  {
    file: 'admission',
    make: (stack, isFull) => {
      const [route, admit] = [functionIn(stack, 'route'), functionIn(stack, 'admit')];
      const announcers = isFull ? [functionIn(stack, 'reconcile'), functionIn(stack, 'redrive')] : [];
      new Admission(stack, 'Admission', {
        environment: 'dev',
        documentBucketName: 'documents',
        route,
        admit,
        announcers,
      });
    },
    bare: {
      has: {
        [QUEUE]: 4, // Three of them for dead letters.
        'AWS::Events::Rule': [{ Properties: { Targets: [{ RetryPolicy: { MaximumRetryAttempts: 185 } }] } }],
        'AWS::Lambda::EventSourceMapping': [{ Properties: { FunctionResponseTypes: ['ReportBatchItemFailures'] } }],
        [LAMBDA]: [{ Properties: { Environment: { Variables: { ADMISSION_QUEUE_URL: {} } } } }, {}],
      },
      says: ['"detail-type":["Object Created","Object Deleted"]'],
    },
    full: {
      has: {
        [QUEUE]: 4,
        [LAMBDA]: [
          { Properties: { Environment: { Variables: { ADMISSION_QUEUE_URL: {} } } } },
          {},
          { Properties: { Environment: { Variables: { ADMISSION_QUEUE_URL: {} } } } },
          { Properties: { Environment: { Variables: { ADMISSION_QUEUE_URL: {} } } } },
        ],
      },
    },
  },
  {
    file: 'scheduled-call',
    make: (stack) => {
      const target = functionIn(stack, 'canary');
      new ScheduledCall(stack, 'Canary', { environment: 'dev', name: 'canary', target, every: Duration.minutes(15) });
    },
    bare: {
      has: {
        'AWS::Events::Rule': [
          {
            Properties: {
              ScheduleExpression: 'rate(15 minutes)',
              Targets: [{ DeadLetterConfig: {}, RetryPolicy: { MaximumEventAgeInSeconds: 900 } }],
            },
          },
        ],
        'AWS::Lambda::EventInvokeConfig': [{ Properties: { MaximumRetryAttempts: 0 } }],
        [QUEUE]: 2,
      },
    },
  },
  {
    file: 'lambda-task',
    make: machineOf,
    bare: {
      has: { 'AWS::StepFunctions::StateMachine': 1 },
      says: [/TimeoutSeconds\W+70,/, /JitterStrategy\W+FULL/, /Lambda\.TooManyRequestsException/, /States\.Timeout/],
      lacks: [/ResultPath\W+null/],
    },
    full: { has: { 'AWS::StepFunctions::StateMachine': 1 }, says: [/ResultPath\W+null/] },
  },
  {
    file: 'ingest-state-machine',
    make: (stack) => {
      const stepOf = (step: IngestStep): TaskFunction => {
        return { function: stepFunction(stack, step), timeout: Duration.seconds(60) };
      };
      const steps = Object.fromEntries(INGEST_STEPS.map((step) => [step, stepOf(step)])) as Record<
        IngestStep,
        TaskFunction
      >; // One entry a step.
      new IngestStateMachine(stack, 'Ingest', { steps, name: 'ingest', logRetention: 14 });
    },
    bare: {
      has: {
        'AWS::StepFunctions::StateMachine': [
          {
            Properties: {
              StateMachineName: 'ingest',
              LoggingConfiguration: { IncludeExecutionData: false, Level: 'ERROR' },
              TracingConfiguration: { Enabled: true },
            },
          },
        ],
        'AWS::IAM::Policy': 0,
      },
      says: INGEST_STEPS.map((step) => `function:${step}`),
    },
  },
];
