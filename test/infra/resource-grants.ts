import { listOf, resourcePolicies, type Statement, valueAt } from './template-rules/reading.ts';
import { resolvedText } from './template-rules/resolved-text.ts';
import type { Environment } from './templates.ts';

/** What a policy of a resource lets somebody do: `type: who may what, on condition of …`. */
export interface ResourceGrant {
  readonly grant: string;
  /** Why that is needed; undefined where nobody said. */
  readonly reason: string | undefined;
}

const KEY_USE = 'kms:CreateGrant, kms:Decrypt, kms:DescribeKey, kms:Encrypt';

export const GRANT_REASONS: Readonly<Record<string, string>> = {
  'KMS::Key: the account may kms:*': 'By it policies of roles count at all: each names the key and the calls.',
  [`KMS::Key: everybody may ${KEY_USE}, kms:GenerateDataKey, kms:GenerateDataKeyWithoutPlaintext, kms:ReEncryptFrom, kms:ReEncryptTo, on condition of kms:CallerAccount, kms:ViaService`]:
    'Whoever of this account may use the table uses its key, through DynamoDB alone.',
  [`KMS::Key: the account may ${KEY_USE}, kms:GenerateDataKey*, kms:ReEncrypt*, on condition of kms:ViaService`]:
    'Secrets Manager encrypts with it on behalf of whoever may read the secret.',
  'KMS::Key: budgets.amazonaws.com, cloudwatch.amazonaws.com may kms:Decrypt, kms:GenerateDataKey':
    'They publish to the topics, which are encrypted with it.',
  'SNS::TopicPolicy: cloudwatch.amazonaws.com may sns:Publish, on condition of aws:SourceAccount':
    'Alarms of this account tell of themselves.',
  'SNS::TopicPolicy: budgets.amazonaws.com, cloudwatch.amazonaws.com may sns:Publish, on condition of aws:SourceAccount':
    'So does its budget.',
  'SQS::QueuePolicy: events.amazonaws.com may sqs:SendMessage, on condition of aws:SourceArn':
    'A rule puts aside what it could not deliver, each into its own queue.',
  'IAM::Role: lambda.amazonaws.com may sts:AssumeRole': 'A function runs as its role.',
  'IAM::Role: states.amazonaws.com may sts:AssumeRole': 'The state machine calls its steps.',
  'IAM::Role: apigateway.amazonaws.com may sts:AssumeRole': 'API Gateway writes its log.',
  'IAM::Role: budgets.amazonaws.com may sts:AssumeRole': 'A budget that is spent takes models away.',
  'IAM::Role: vpc-flow-logs.amazonaws.com may sts:AssumeRole': 'The network logs its flows.',
};

/** Everything that policies of resources allow, each kind once. */
export function resourceGrants(environment: Environment): ResourceGrant[] {
  const grants = resourcePolicies(environment)
    .filter(([, { Effect }]) => Effect === 'Allow')
    .map(([{ Type }, statement]) => `${Type.replace('AWS::', '')}: ${wordsOf(statement)}`);
  return [...new Set(grants)].sort().map((grant) => ({ grant, reason: GRANT_REASONS[grant] }));
}

function wordsOf({ Action = [], Condition, Principal }: Statement): string {
  const actions = Action.map(String).sort().join(', ');
  const conditions = Object.values(Object(Condition ?? {})).flatMap((one) => Object.keys(Object(one)));
  const limits = conditions.length === 0 ? '' : `, on condition of ${conditions.sort().join(', ')}`;
  return `${whoIs(Principal)} may ${actions}${limits}`;
}

function whoIs(principal: unknown): string {
  const services = listOf(valueAt(principal, 'Service')).map(resolvedText);
  if (services.length > 0) return services.sort().join(', ');
  const who = principal === '*' ? '*' : resolvedText(valueAt(principal, 'AWS'));
  if (who === '*') return 'everybody';
  return who === 'arn:aws:iam::000000000000:root' ? 'the account' : who;
}
