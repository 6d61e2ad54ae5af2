import { type Environment, ofType, type Resource } from '../templates.ts';
import { customResources, listOf, named, referredBy, valueAt } from './reading.ts';
import type { TemplateRule } from './template-rule.ts';

/** Days that a dead-letter queue keeps a message: as many as SQS allows, in seconds. */
const FOURTEEN_DAYS = 14 * 24 * 3600;

/** Time-outs of its function for which a message stays hidden. Source: Lambda developer guide, "Using Lambda with SQS". */
const HIDDEN_TIMEOUTS = 6;

export const EDGE_RULES: readonly TemplateRule[] = [
  {
    name: 'every target of a rule or a schedule keeps what it could not deliver',
    because: 'EventBridge drops an event when its retries are over',
    violations: (environment) => [
      ...ofType(environment, 'AWS::Events::Rule').flatMap((rule) =>
        listOf(rule.Properties['Targets'])
          .filter((target) => valueAt(target, 'DeadLetterConfig', 'Arn') === undefined)
          .map((target) => named(rule, String(valueAt(target, 'Id')))),
      ),
      ...ofType(environment, 'AWS::Scheduler::Schedule')
        .filter(({ Properties }) => valueAt(Properties, 'Target', 'DeadLetterConfig', 'Arn') === undefined)
        .map((one) => named(one)),
    ],
  },
  {
    name: 'every subscription of a topic keeps what it could not deliver',
    because: 'SNS drops a message when its retries are over',
    violations: (environment) =>
      ofType(environment, 'AWS::SNS::Subscription')
        .filter(({ Properties }) => /^(lambda|sqs|https?)$/.test(String(Properties['Protocol'])))
        .filter(({ Properties }) => valueAt(Properties, 'RedrivePolicy', 'deadLetterTargetArn') === undefined)
        .map((one) => named(one)),
  },
  {
    name: 'every function that is called and not waited for has a destination for its failures',
    because: 'Lambda takes the event first and drops it after two more tries',
    violations: (environment) =>
      calledWithoutWaiting(environment)
        .filter((called) => !hasFailureDestination(called, environment))
        .map((one) => named(one)),
  },
  {
    name: 'every queue or stream that a function reads puts aside what fails again and again, one by one',
    because: 'a poisoned message would come back until it is too old, its neighbours with it',
    violations: (environment) =>
      ofType(environment, 'AWS::Lambda::EventSourceMapping').flatMap((one) =>
        mappingProblems(one, environment).map((problem) => named(one, problem)),
      ),
  },
  {
    name: 'every dead-letter queue keeps its messages for two weeks',
    because: 'that is the time to notice, mend and send again',
    violations: (environment) =>
      deadLetterQueues(environment)
        .filter(({ Properties }) => Properties['MessageRetentionPeriod'] !== FOURTEEN_DAYS)
        .map((one) => named(one)),
  },
];

function calledWithoutWaiting(environment: Environment): Resource[] {
  const targets = [
    ...ofType(environment, 'AWS::Events::Rule').flatMap((rule) =>
      listOf(rule.Properties['Targets']).map((target) => referredBy(rule, valueAt(target, 'Arn'), environment)),
    ),
    ...ofType(environment, 'AWS::Scheduler::Schedule').map((one) =>
      referredBy(one, valueAt(one.Properties, 'Target', 'Arn'), environment),
    ),
    ...customResources(environment).map((one) => referredBy(one, one.Properties['ServiceToken'], environment)),
    ...ofType(environment, 'AWS::SNS::Subscription').map((one) =>
      referredBy(one, one.Properties['Endpoint'], environment),
    ),
    ...ofType(environment, 'AWS::S3::Bucket').flatMap((one) =>
      listOf(valueAt(one.Properties, 'NotificationConfiguration', 'LambdaConfigurations')).map((notified) =>
        referredBy(one, valueAt(notified, 'Function'), environment),
      ),
    ),
  ];
  return targets.flatMap((target) => (target?.Type === 'AWS::Lambda::Function' ? [target] : []));
}

function hasFailureDestination(called: Resource, environment: Environment): boolean {
  const configs = ofType(environment, 'AWS::Lambda::EventInvokeConfig').filter(
    (config) => referredBy(config, config.Properties['FunctionName'], environment) === called,
  );
  const kept = (config: Resource) => valueAt(config.Properties, 'DestinationConfig', 'OnFailure', 'Destination');
  return configs.some((config) => kept(config) !== undefined) || 'DeadLetterConfig' in called.Properties;
}

function mappingProblems(mapping: Resource, environment: Environment): string[] {
  const { EventSourceArn, FunctionName, FunctionResponseTypes, DestinationConfig } = mapping.Properties;
  const source = referredBy(mapping, EventSourceArn, environment);
  const reports = listOf(FunctionResponseTypes).includes('ReportBatchItemFailures') ? [] : ['fails whole batches'];
  if (source?.Type !== 'AWS::SQS::Queue') {
    return valueAt(DestinationConfig, 'OnFailure') === undefined ? [...reports, 'puts nothing aside'] : reports;
  }
  const timeout = Number(referredBy(mapping, FunctionName, environment)?.Properties['Timeout']);
  const hidden = Number(source.Properties['VisibilityTimeout']);
  return [
    ...reports,
    ...('RedrivePolicy' in source.Properties ? [] : ['puts nothing aside']),
    ...(hidden >= HIDDEN_TIMEOUTS * timeout ? [] : ['shows a message again while the function may still run']),
  ];
}

function deadLetterQueues(environment: Environment): Resource[] {
  const places = [
    ...ofType(environment, 'AWS::SQS::Queue').map((one) => [one, valueAt(one.Properties, 'RedrivePolicy')] as const),
    ...ofType(environment, 'AWS::Events::Rule').flatMap((one) =>
      listOf(one.Properties['Targets']).map((target) => [one, valueAt(target, 'DeadLetterConfig')] as const),
    ),
    ...ofType(environment, 'AWS::Lambda::EventInvokeConfig').map(
      (one) => [one, valueAt(one.Properties, 'DestinationConfig', 'OnFailure')] as const,
    ),
  ];
  const queues = places.map(([from, place]) => {
    const arn = valueAt(place, 'deadLetterTargetArn') ?? valueAt(place, 'Arn') ?? valueAt(place, 'Destination');
    return referredBy(from, arn, environment);
  });
  return [...new Set(queues.flatMap((queue) => (queue?.Type === 'AWS::SQS::Queue' ? [queue] : [])))];
}
