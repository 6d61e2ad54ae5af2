import { listOf, referenceOf, referredBy, valueAt } from '../template-rules/reading.ts';
import { type Environment, ofType, type Resource } from '../templates.ts';
import { logicalArn } from './logical-arn.ts';
import { ACCOUNT, type ResourceCall } from './resource-call.ts';

/** A call that the templates provide for and that a run need not make. */
export interface DeclaredCall {
  readonly call: ResourceCall;
  /** Why it may be missing among the recorded calls. */
  readonly reason: string;
}

const TOPIC_KEY_USES = ['kms:Decrypt', 'kms:GenerateDataKey']; // Source: SNS developer guide, "Key management".

/** Where a type of resource names the role on which a service takes to act for it. */
const ROLES: Readonly<Record<string, { readonly property: string; readonly service: string }>> = {
  'AWS::ApiGateway::Account': { property: 'CloudWatchRoleArn', service: 'apigateway' },
  'AWS::Budgets::BudgetsAction': { property: 'ExecutionRoleArn', service: 'budgets' },
  'AWS::EC2::FlowLog': { property: 'DeliverLogsPermissionArn', service: 'vpc-flow-logs' },
  'AWS::Lambda::Function': { property: 'Role', service: 'lambda' },
  'AWS::StepFunctions::StateMachine': { property: 'RoleArn', service: 'states' },
};

/** What services and who deploys call by these templates, whether or not a run makes them do so. */
export function declaredCalls(environment: Environment): DeclaredCall[] {
  return [
    ...callsOfRules(environment),
    ...alarms(environment),
    ...budgets(environment),
    ...roles(environment),
    ...administration(environment),
  ];
}

function callsOfRules(environment: Environment): DeclaredCall[] {
  return ofType(environment, 'AWS::Events::Rule').flatMap((rule) =>
    listOf(rule.Properties['Targets']).flatMap((target) => {
      const from = { 'aws:SourceArn': logicalArn(rule) ?? '' };
      const to = (value: unknown) => referredBy(rule, value, environment);
      const deadLetters = to(valueAt(target, 'DeadLetterConfig', 'Arn'));
      const scheduled = 'ScheduleExpression' in rule.Properties ? to(valueAt(target, 'Arn')) : undefined;
      return [
        ...declared('events', 'sqs:SendMessage', deadLetters, 'Every call of a rule reached its function.', from),
        ...declared('events', 'lambda:InvokeFunction', scheduled, 'Its hour need not come within a run.', from),
      ];
    }),
  );
}

function alarms(environment: Environment): DeclaredCall[] {
  const because = 'Alarms are reckoned from the metrics by us: the emulator fires none.';
  return ofType(environment, 'AWS::SNS::Topic').flatMap((topic) =>
    publishes(environment, 'cloudwatch', topic, because),
  );
}

function budgets(environment: Environment): DeclaredCall[] {
  const notified = ofType(environment, 'AWS::Budgets::Budget').flatMap((budget) =>
    listOf(budget.Properties['NotificationsWithSubscribers'])
      .flatMap((notification) => listOf(valueAt(notification, 'Subscribers')))
      .map((subscriber) => referenceOf(valueAt(subscriber, 'Address'))),
  );
  return ofType(environment, 'AWS::SNS::Topic')
    .filter(({ id }) => notified.includes(id))
    .flatMap((topic) => publishes(environment, 'budgets', topic, 'No run spends a budget.'));
}

function publishes(environment: Environment, service: string, topic: Resource, because: string): DeclaredCall[] {
  const key = referredBy(topic, topic.Properties['KmsMasterKeyId'], environment);
  return [
    ...declared(service, 'sns:Publish', topic, because, { 'aws:SourceAccount': '000000000000' }),
    ...TOPIC_KEY_USES.flatMap((use) => declared(service, use, key, because)),
  ];
}

function roles(environment: Environment): DeclaredCall[] {
  return Object.entries(ROLES).flatMap(([type, { property, service }]) =>
    ofType(environment, type).flatMap((resource) => {
      const role = referredBy(resource, resource.Properties[property], environment);
      return declared(service, 'sts:AssumeRole', role, 'The emulator hands out the credentials of roles unasked.');
    }),
  );
}

function administration(environment: Environment): DeclaredCall[] {
  const reason = 'Whoever deploys administers the keys, and is let do so by the emulator without a look at them.';
  return ofType(environment, 'AWS::KMS::Key').map((key) => {
    const resource = logicalArn(key) ?? '';
    return { call: { caller: ACCOUNT, action: 'kms:PutKeyPolicy', resource, context: {} }, reason };
  });
}

function declared(
  service: string,
  action: string,
  called: Resource | undefined,
  reason: string,
  context: ResourceCall['context'] = {},
): DeclaredCall[] {
  const resource = called && logicalArn(called);
  if (resource === undefined) return [];
  return [{ call: { caller: `${service}.amazonaws.com`, action, resource, context }, reason }];
}
