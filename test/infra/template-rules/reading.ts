import * as z from 'zod';
import { type Environment, ofType, type Resource } from '../templates.ts';

/** What stands at a path of keys and positions in a template, undefined where there is nothing. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string | number, unknown>)[key]; // Any object may be asked for any key.
  }
  return here;
}

/** One or several, as templates write either. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The id of the resource to which `Ref` or `Fn::GetAtt` refers, in the same stack. */
export function referenceOf(value: unknown): string | undefined {
  const id = valueAt(value, 'Ref') ?? valueAt(value, 'Fn::GetAtt', 0);
  return typeof id === 'string' ? id : undefined;
}

/** The resource of the same stack to which a value of `from` refers. */
export function referredBy(from: Resource, value: unknown, { resources }: Environment): Resource | undefined {
  const id = referenceOf(value);
  return resources.find((one) => one.stack === from.stack && one.id === id);
}

/** What CloudFormation leaves to a function. */
export function customResources({ resources }: Environment): Resource[] {
  return resources.filter(({ Type }) => /^(?:Custom::|AWS::CloudFormation::CustomResource$)/.test(Type));
}

const OneOrMore = z.unknown().transform(listOf);
const StatementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: OneOrMore.optional(),
  NotAction: z.unknown().optional(),
  Resource: OneOrMore.optional(),
  NotResource: z.unknown().optional(),
  Principal: z.unknown().optional(),
  Condition: z.unknown().optional(),
});
export type Statement = z.output<typeof StatementSchema>;

export function statementsOf(document: unknown): Statement[] {
  return listOf(valueAt(document, 'Statement')).map((one) => StatementSchema.parse(one));
}

/** Policies that say what a role may do, by the resource that holds them. */
export function rolePolicies(environment: Environment): (readonly [Resource, Statement])[] {
  const apart = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'].flatMap((type) =>
    ofType(environment, type).flatMap((one) => withStatements(one, one.Properties['PolicyDocument'])),
  );
  const inline = ofType(environment, 'AWS::IAM::Role').flatMap((role) =>
    listOf(role.Properties['Policies']).flatMap((policy) => withStatements(role, valueAt(policy, 'PolicyDocument'))),
  );
  return [...apart, ...inline];
}

/** Property in which a resource of the type, or the policy of one, says who may use it. */
const RESOURCE_POLICIES: Readonly<Record<string, string>> = {
  'AWS::ApiGateway::RestApi': 'Policy',
  'AWS::EC2::VPCEndpoint': 'PolicyDocument',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::OpenSearchService::Domain': 'AccessPolicies',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
};

/** Policies that say who may use a resource or take on a role. */
export function resourcePolicies(environment: Environment): (readonly [Resource, Statement])[] {
  return Object.entries(RESOURCE_POLICIES).flatMap(([type, property]) =>
    ofType(environment, type).flatMap((one) => withStatements(one, one.Properties[property])),
  );
}

function withStatements(resource: Resource, document: unknown): (readonly [Resource, Statement])[] {
  return statementsOf(document).map((statement) => [resource, statement]);
}

/** How a violation names its resource. */
export function named({ stack, id }: Resource, what = ''): string {
  return `${stack}/${id}${what && `: ${what}`}`;
}
