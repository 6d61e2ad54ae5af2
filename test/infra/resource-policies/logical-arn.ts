import { valueAt } from '../template-rules/reading.ts';
import { PSEUDO_PARAMETERS } from '../template-rules/resolved-text.ts';
import type { Environment, Resource } from '../templates.ts';

const ACCOUNT = 'us-east-1:000000000000';

/** ARNs by type, before the name. Source: service authorization reference, "Resource types" of each service. */
const ARNS: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': `arn:aws:dynamodb:${ACCOUNT}:table/`,
  'AWS::Events::Rule': `arn:aws:events:${ACCOUNT}:rule/`,
  'AWS::IAM::Role': 'arn:aws:iam::000000000000:role/',
  'AWS::KMS::Key': `arn:aws:kms:${ACCOUNT}:key/`,
  'AWS::Lambda::Function': `arn:aws:lambda:${ACCOUNT}:function:`,
  'AWS::S3::Bucket': 'arn:aws:s3:::',
  'AWS::SNS::Topic': `arn:aws:sns:${ACCOUNT}:`,
  'AWS::SQS::Queue': `arn:aws:sqs:${ACCOUNT}:`,
  'AWS::SecretsManager::Secret': `arn:aws:secretsmanager:${ACCOUNT}:secret:`,
};

/** Types of which `Ref` is the ARN. */
const NAMED_BY_ARN = ['AWS::SNS::Topic', 'AWS::SecretsManager::Secret'];

/** The name of a resource as its constructs have it: the logical id without the hash that CDK puts behind it. */
export function logicalName(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

/** Its ARN as if it were named by its constructs; undefined for types that no policy is about. */
export function logicalArn({ Type, id }: Pick<Resource, 'Type' | 'id'>): string | undefined {
  const prefix = ARNS[Type];
  return prefix === undefined ? undefined : `${prefix}${logicalName(id)}`;
}

/**
 * Text of a template of `stack`, with such ARNs and names.
 *
 * @throws Error for what no policy of a resource is known to hold.
 */
export function logicalText(value: unknown, stack: string, environment: Environment): string {
  if (typeof value === 'string') return value;
  const join = valueAt(value, 'Fn::Join');
  if (Array.isArray(join)) return join[1].map((one: unknown) => logicalText(one, stack, environment)).join(join[0]);
  const [reference, attribute] = [valueAt(value, 'Ref'), valueAt(value, 'Fn::GetAtt', 1)];
  const parameter = PSEUDO_PARAMETERS[String(reference)];
  if (parameter !== undefined) return parameter;
  const id = reference ?? valueAt(value, 'Fn::GetAtt', 0);
  const resource = environment.resources.find((one) => one.stack === stack && one.id === id);
  const text = resource && textOf(resource, attribute);
  if (text === undefined) throw new Error(`no text that policies are known to hold: ${JSON.stringify(value)}`);
  return text;
}

function textOf(resource: Resource, attribute: unknown): string | undefined {
  if (attribute === 'Arn' || NAMED_BY_ARN.includes(resource.Type)) return logicalArn(resource);
  const { StageName } = resource.Properties;
  if (attribute !== undefined) return undefined;
  return typeof StageName === 'string' ? StageName : logicalName(resource.id);
}
