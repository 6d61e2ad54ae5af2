import { added, allowed, changed, changedState, first, type PlantedFault, without } from './planted-fault.ts';

/** A task outside any Map, and one within. */
const TASK = ['States', 'classify'];
const TASK_IN_MAP = ['States', 'redact-batches', 'ItemProcessor', 'States', 'redact'];

const EVERYTHING = { Action: ['s3:GetObject'], Resource: '*' };

export const PLANTED_FAULTS: readonly PlantedFault[] = [
  ...faultsOf('everything that keeps data is encrypted', {
    'a bucket without encryption': without('AWS::S3::Bucket', 'BucketEncryption'),
    'a queue without encryption': without('AWS::SQS::Queue', 'SqsManagedSseEnabled'),
    'a topic without a key': added('AWS::SNS::Topic', {}),
    'a table without encryption': without('AWS::DynamoDB::Table', 'SSESpecification'),
    'a domain that is not encrypted': changed('AWS::OpenSearchService::Domain', 'EncryptionAtRestOptions', {}),
  }),
  ...faultsOf('the search domain speaks TLS 1.2 or later alone, between its nodes too', {
    'nodes that speak in the clear': without('AWS::OpenSearchService::Domain', 'NodeToNodeEncryptionOptions'),
    'a domain that takes HTTP': changed('AWS::OpenSearchService::Domain', 'DomainEndpointOptions', {
      EnforceHTTPS: false,
    }),
  }),
  ...faultsOf('every key of ours rotates', {
    'a key for ever': changed('AWS::KMS::Key', 'EnableKeyRotation', false),
  }),
  ...faultsOf('buckets, queues and topics refuse requests without TLS', {
    'a bucket whose policy is of another': changed('AWS::S3::BucketPolicy', 'Bucket', { Ref: 'Another' }),
    'a queue whose policy refuses nobody': changed('AWS::SQS::QueuePolicy', 'PolicyDocument', { Statement: [] }),
    'a refusal of some actions alone': (draft) => {
      const { Properties } = first(draft, 'AWS::S3::BucketPolicy');
      Properties['PolicyDocument'] = JSON.parse(
        JSON.stringify(Properties['PolicyDocument']).replace('s3:*', 's3:Get*'),
      );
    },
    'a topic without a policy': added('AWS::SNS::Topic', { KmsMasterKeyId: 'key' }),
  }),
  ...faultsOf('buckets block public access in each of the four ways', {
    'a bucket that blocks nothing': without('AWS::S3::Bucket', 'PublicAccessBlockConfiguration'),
    'a bucket that blocks ACLs alone': changed('AWS::S3::Bucket', 'PublicAccessBlockConfiguration', {
      ...{ BlockPublicAcls: true, IgnorePublicAcls: true },
    }),
  }),
  ...faultsOf('no policy of a resource or role lets everybody in', {
    'a bucket that everybody may read': allowed('AWS::S3::BucketPolicy', 'PolicyDocument', {
      ...{ Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: '*' },
    }),
    'a role that every account may take on': allowed('AWS::IAM::Role', 'AssumeRolePolicyDocument', {
      ...{ Principal: '*', Action: 'sts:AssumeRole' },
    }),
  }),
  ...faultsOf('who calls a function is named, and by which resource or account', {
    'a permission for a service on whosever behalf': without('AWS::Lambda::Permission', 'SourceArn'),
    'a permission for everybody': changed('AWS::Lambda::Permission', 'Principal', '*'),
  }),
  ...faultsOf('no function has an address of its own that asks for no signature', {
    'an open address': added('AWS::Lambda::Url', { AuthType: 'NONE' }),
  }),
  ...faultsOf('every log group ends its lines after some days', {
    'a log for ever': without('AWS::Logs::LogGroup', 'RetentionInDays'),
  }),
  ...faultsOf('every function writes to a log group of the template', {
    "a function with Lambda's own group": without('AWS::Lambda::Function', 'LoggingConfig'),
  }),
  ...faultsOf('every state machine logs its errors, without what its states hold', {
    'a machine that logs nothing': without('AWS::StepFunctions::StateMachine', 'LoggingConfiguration'),
    'a machine that logs its data': changed('AWS::StepFunctions::StateMachine', 'LoggingConfiguration', {
      ...{ Destinations: [{}], IncludeExecutionData: true, Level: 'ERROR' },
    }),
  }),
  ...faultsOf('every stage of an API logs its requests, and no bodies', {
    'a stage without a log': without('AWS::ApiGateway::Stage', 'AccessLogSetting'),
    'a stage that logs bodies': changed('AWS::ApiGateway::Stage', 'MethodSettings', [{ DataTraceEnabled: true }]),
  }),
  ...faultsOf('every target of a rule or a schedule keeps what it could not deliver', {
    'a target without a queue': changed('AWS::Events::Rule', 'Targets', [{ Id: 'Target0', Arn: 'function' }]),
    'a schedule without a queue': added('AWS::Scheduler::Schedule', { Target: { Arn: 'function' } }),
  }),
  ...faultsOf('every subscription of a topic keeps what it could not deliver', {
    'a subscription without a queue': added('AWS::SNS::Subscription', { Protocol: 'lambda', Endpoint: 'function' }),
  }),
  ...faultsOf('every function that is called and not waited for has a destination for its failures', {
    'a function without a destination': without('AWS::Lambda::EventInvokeConfig', 'DestinationConfig'),
    'a destination of another function': changed('AWS::Lambda::EventInvokeConfig', 'FunctionName', { Ref: 'Another' }),
    'a function that a deployment calls, without one': (draft) => {
      const ofSearch = ({ stack }: { stack: string }) => stack.endsWith('-search');
      delete first(draft, 'AWS::Lambda::EventInvokeConfig', ofSearch).Properties['DestinationConfig'];
    },
  }),
  ...faultsOf('every function is one of the product', {
    "a helper of the CDK's": added('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Handler: 'framework.onEvent' }),
    'a function that lost its name': (draft) => {
      first(draft, 'AWS::Lambda::Function').Metadata = {};
    },
  }),
  ...faultsOf('every custom resource is made by a function of the product', {
    'one that a helper makes': (draft) => {
      added('AWS::Lambda::Function', {})(draft);
      added('Custom::LogRetention', { ServiceToken: { 'Fn::GetAtt': ['Planted', 'Arn'] } })(draft);
    },
    'one that somebody else makes': added('AWS::CloudFormation::CustomResource', { ServiceToken: 'arn:elsewhere' }),
  }),
  ...faultsOf('every queue or stream that a function reads puts aside what fails again and again, one by one', {
    'a queue without redrive': without('AWS::SQS::Queue', 'RedrivePolicy'),
    'a queue that hides for less than six time-outs': (draft) => {
      first(draft, 'AWS::SQS::Queue', (one) => 'RedrivePolicy' in one.Properties).Properties['VisibilityTimeout'] = 60;
    },
    'whole batches that fail': without('AWS::Lambda::EventSourceMapping', 'FunctionResponseTypes'),
    'a stream without a destination': changed('AWS::Lambda::EventSourceMapping', 'EventSourceArn', 'stream'),
  }),
  ...faultsOf('every dead-letter queue keeps its messages for two weeks', {
    'a dead-letter queue of four days': (draft) => {
      const isDead = ({ Properties }: { Properties: object }) => !('RedrivePolicy' in Properties);
      delete first(draft, 'AWS::SQS::Queue', isDead).Properties['MessageRetentionPeriod'];
    },
  }),
  ...faultsOf('no role is allowed a pattern of actions', {
    'all actions of a service': allowed('AWS::IAM::Policy', 'PolicyDocument', { Action: 's3:*', Resource: 'bucket' }),
    'all but some actions': allowed('AWS::IAM::Policy', 'PolicyDocument', { NotAction: 's3:Get', Resource: 'bucket' }),
    'a pattern in a role': changed('AWS::IAM::Role', 'Policies', [
      { PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'logs:Put*', Resource: 'group' }] } },
    ]),
  }),
  ...faultsOf('no role is allowed a call on every resource, unless the service knows no resources', {
    'every object of the account': allowed('AWS::IAM::Policy', 'PolicyDocument', EVERYTHING),
    'an object in the shadow of X-Ray': allowed('AWS::IAM::Policy', 'PolicyDocument', {
      ...{ Action: ['xray:PutTraceSegments', 's3:GetObject'], Resource: ['*'] },
    }),
  }),
  ...faultsOf('no policy of a resource allows a pattern of actions, but to the account that owns a key', {
    'a key for a service to do all with': allowed('AWS::KMS::Key', 'KeyPolicy', {
      ...{ Principal: { Service: 's3.amazonaws.com' }, Action: 'kms:*', Resource: '*' },
    }),
    'a queue for a service to do all with': allowed('AWS::SQS::QueuePolicy', 'PolicyDocument', {
      ...{ Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:*', Resource: 'queue' },
    }),
  }),
  ...faultsOf('what holds data outlives its stack, and a replacement, where data is retained', {
    'a bucket that goes': (draft) => {
      first(draft, 'AWS::S3::Bucket').DeletionPolicy = 'Delete';
    },
    'a table that a replacement takes away': (draft) => {
      first(draft, 'AWS::DynamoDB::Table').UpdateReplacePolicy = 'Delete';
    },
  }),
  ...faultsOf('a stack that holds data is protected from deletion where data is retained', {
    'stacks without protection': (draft) => {
      for (const stack of draft.stacks) stack.terminationProtection = false;
    },
  }),
  ...faultsOf('every table can be restored to any second of the last 35 days', {
    'a table without recovery': without('AWS::DynamoDB::Table', 'PointInTimeRecoverySpecification'),
  }),
  ...faultsOf('what costs by itself says by a tag of which environment it is', {
    'a function without tags': without('AWS::Lambda::Function', 'Tags'),
    "a queue with another environment's tag": changed('AWS::SQS::Queue', 'Tags', [
      { Key: 'affidavit:environment', Value: 'dev' },
    ]),
  }),
  ...faultsOf('every pattern of a rule is one that EventBridge takes and that can match', {
    'a rule without a pattern': without('AWS::Events::Rule', 'EventPattern'),
    'a field that no event has': changed('AWS::Events::Rule', 'EventPattern', { detailType: ['Object Created'] }),
    'a value that is no list': changed('AWS::Events::Rule', 'EventPattern', { source: 'aws.s3' }),
    'a list of nothing': changed('AWS::Events::Rule', 'EventPattern', { detail: { bucket: { name: [] } } }),
    'an operator that is none': changed('AWS::Events::Rule', 'EventPattern', { source: [{ startsWith: 'aws.' }] }),
  }),
  ...faultsOf('every rule of a composite alarm is one that CloudWatch takes', {
    'two alarms and nothing between': added('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'ALARM(a) ALARM(b)' }),
    'a bracket that does not close': added('AWS::CloudWatch::CompositeAlarm', { AlarmRule: '(ALARM(a) OR OK(b)' }),
    'a state that alarms do not have': added('AWS::CloudWatch::CompositeAlarm', { AlarmRule: 'BAD(a)' }),
    'no rule': added('AWS::CloudWatch::CompositeAlarm', { AlarmRule: '' }),
  }),
  ...faultsOf('no task waits for ever', {
    'a task without a time-out': changedState(TASK, (state) => delete state['TimeoutSeconds']),
    'a task in a Map without one': changedState(TASK_IN_MAP, (state) => delete state['TimeoutSeconds']),
  }),
  ...faultsOf('every task tries again, spread at random and at most a minute apart', {
    'a task that does not': changedState(TASK, (state) => delete state['Retry']),
    'tries at the same time': changedState(TASK_IN_MAP, (state) => {
      state['Retry'] = [{ ErrorEquals: ['States.ALL'], MaxDelaySeconds: 60 }];
    }),
  }),
  ...faultsOf('every failure is caught, but for those of the task that ends the execution on one', {
    'a task without a catch': changedState(TASK, (state) => delete state['Catch']),
    'a catch of some failures': changedState(TASK, (state) => {
      state['Catch'] = [{ ErrorEquals: ['States.Timeout'], Next: 'reject' }];
    }),
    'a Map without a catch': changedState(['States', 'redact-batches'], (state) => delete state['Catch']),
  }),
];

function faultsOf(breaks: string, plants: Readonly<Record<string, PlantedFault['plant']>>): PlantedFault[] {
  return Object.entries(plants).map(([fault, plant]) => ({ breaks, fault, plant }));
}
