import { ENVIRONMENT_NAMES, ENVIRONMENTS } from '#infra/environments/by-name.ts';
import { type Environment, ofType, type Resource } from '../templates.ts';
import { listOf, named, valueAt } from './reading.ts';
import type { TemplateRule } from './template-rule.ts';

/** What holds what would be lost with it. */
const HOLDERS = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::DynamoDB::GlobalTable',
  'AWS::KMS::Key',
  'AWS::SecretsManager::Secret',
  'AWS::OpenSearchService::Domain',
  'AWS::Cognito::UserPool',
];

/** What costs by itself or acts on its own, and so has to say whose it is. */
const TAGGED = [
  ...HOLDERS.filter((type) => type !== 'AWS::Cognito::UserPool'), // Its tags are called otherwise.
  'AWS::ApiGateway::RestApi',
  'AWS::ApiGateway::Stage',
  'AWS::CloudWatch::Alarm',
  'AWS::EC2::VPC',
  'AWS::EC2::SecurityGroup',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::StepFunctions::StateMachine',
  'AWS::WAFv2::WebACL',
];

export const RETENTION_RULES: readonly TemplateRule[] = [
  {
    name: 'what holds data outlives its stack, and a replacement, where data is retained',
    because: 'a change of a property can replace a resource, and a mistake can delete a stack',
    violations: (environment) =>
      holders(environment)
        .filter(({ DeletionPolicy, UpdateReplacePolicy }) => {
          return DeletionPolicy !== 'Retain' || UpdateReplacePolicy !== 'Retain';
        })
        .map((one) => named(one)),
  },
  {
    name: 'a stack that holds data is protected from deletion where data is retained',
    because: 'retained is not the same as running',
    violations: (environment) => {
      const holding = new Set(holders(environment).map(({ stack }) => stack));
      return environment.stacks
        .filter(({ name, terminationProtection }) => holding.has(name) && !terminationProtection)
        .map(({ name }) => name);
    },
  },
  {
    name: 'every table can be restored to any second of the last 35 days',
    because: 'it is the one place that knows what is live and who may read it',
    violations: (environment) =>
      ofType(environment, 'AWS::DynamoDB::Table')
        .filter(({ Properties: { PointInTimeRecoverySpecification: recovery } }) => {
          const isOn = valueAt(recovery, 'PointInTimeRecoveryEnabled') === true;
          return !isOn || valueAt(recovery, 'RecoveryPeriodInDays') !== 35;
        })
        .map((one) => named(one)),
  },
  {
    name: 'what costs by itself says by a tag of which environment it is',
    because: 'two environments stand in one account, and a bill has to tell them apart',
    violations: (environment) =>
      environment.resources
        .filter(({ Type }) => TAGGED.includes(Type))
        .filter(({ Properties }) => !hasTag(Properties['Tags'], environment.name))
        .map((one) => named(one)),
  },
];

/** Of environments that retain their data; of the others, none. */
function holders(environment: Environment): Resource[] {
  const name = ENVIRONMENT_NAMES.find((known) => known === environment.name);
  if (name === undefined || !ENVIRONMENTS[name].retainsData) return [];
  return environment.resources.filter(({ Type }) => HOLDERS.includes(Type));
}

function hasTag(tags: unknown, environment: string): boolean {
  return listOf(tags).some((tag) => {
    return valueAt(tag, 'Key') === 'affidavit:environment' && valueAt(tag, 'Value') === environment;
  });
}
