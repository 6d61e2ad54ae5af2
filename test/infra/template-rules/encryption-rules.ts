import { type Environment, ofType, type Resource } from '../templates.ts';
import { named, statementsOf, valueAt } from './reading.ts';
import type { TemplateRule } from './template-rule.ts';

type Holds = (properties: Resource['Properties']) => boolean;

/** How a resource of each type says that what it keeps is encrypted. */
const AT_REST: Readonly<Record<string, Holds>> = {
  'AWS::S3::Bucket': (bucket) => {
    const rule = valueAt(bucket, 'BucketEncryption', 'ServerSideEncryptionConfiguration', 0);
    return /^(aws:kms|aws:kms:dsse|AES256)$/.test(
      String(valueAt(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm')),
    );
  },
  'AWS::SQS::Queue': (queue) => queue['SqsManagedSseEnabled'] === true || 'KmsMasterKeyId' in queue,
  'AWS::SNS::Topic': (topic) => 'KmsMasterKeyId' in topic,
  'AWS::DynamoDB::Table': (table) => valueAt(table, 'SSESpecification', 'SSEEnabled') === true,
  'AWS::OpenSearchService::Domain': (domain) => valueAt(domain, 'EncryptionAtRestOptions', 'Enabled') === true,
};

const IN_TRANSIT: Holds = (domain) =>
  valueAt(domain, 'NodeToNodeEncryptionOptions', 'Enabled') === true &&
  valueAt(domain, 'DomainEndpointOptions', 'EnforceHTTPS') === true &&
  /^Policy-Min-TLS-1-[23]/.test(String(valueAt(domain, 'DomainEndpointOptions', 'TLSSecurityPolicy')));

/** What takes requests that may come without TLS: its policies' type and property, and what all its actions are. */
const TLS_ONLY = [
  { type: 'AWS::S3::Bucket', policy: 'AWS::S3::BucketPolicy', target: 'Bucket', actions: 's3:*' },
  { type: 'AWS::SQS::Queue', policy: 'AWS::SQS::QueuePolicy', target: 'Queues', actions: 'sqs:*' },
  { type: 'AWS::SNS::Topic', policy: 'AWS::SNS::TopicPolicy', target: 'Topics', actions: 'sns:Publish' },
] as const;

export const ENCRYPTION_RULES: readonly TemplateRule[] = [
  {
    name: 'everything that keeps data is encrypted',
    because: 'a lost disk or a copied snapshot must be worth nothing',
    violations: (environment) =>
      Object.entries(AT_REST).flatMap(([type, holds]) => broken(environment, type, holds).map((one) => named(one))),
  },
  {
    name: 'the search domain speaks TLS 1.2 or later alone, between its nodes too',
    because: 'chunks and questions travel there',
    violations: (environment) =>
      broken(environment, 'AWS::OpenSearchService::Domain', IN_TRANSIT).map((one) => named(one)),
  },
  {
    name: 'every key of ours rotates',
    because: 'what one key has encrypted must not grow for ever',
    violations: (environment) =>
      broken(environment, 'AWS::KMS::Key', ({ EnableKeyRotation }) => EnableKeyRotation === true).map((one) =>
        named(one),
      ),
  },
  {
    name: 'buckets, queues and topics refuse requests without TLS',
    because: 'a client that is set up wrongly would send documents and keys of objects in the clear',
    violations: (environment) =>
      TLS_ONLY.flatMap(({ type, ...policy }) =>
        ofType(environment, type)
          .filter((one) => !refusesPlain(one, policy, environment))
          .map((one) => named(one)),
      ),
  },
];

function broken(environment: Environment, type: string, holds: Holds): Resource[] {
  return ofType(environment, type).filter(({ Properties }) => !holds(Properties));
}

type PolicyPlace = Omit<(typeof TLS_ONLY)[number], 'type'>;

function refusesPlain(resource: Resource, { policy, target, actions }: PolicyPlace, environment: Environment): boolean {
  const refusals = ofType(environment, policy)
    .filter(({ stack, Properties }) => stack === resource.stack && refers(Properties[target], resource.id))
    .flatMap(({ Properties }) => statementsOf(Properties['PolicyDocument']))
    .filter(({ Effect, Principal, Condition }) => Effect === 'Deny' && isEverybody(Principal) && isPlain(Condition));
  return refusals.some(({ Action = [], Resource = [] }) => Action.includes(actions) && refers(Resource, resource.id));
}

function refers(value: unknown, id: string): boolean {
  return JSON.stringify(value ?? null).includes(`"${id}"`);
}

function isEverybody(principal: unknown): boolean {
  return principal === '*' || valueAt(principal, 'AWS') === '*';
}

function isPlain(condition: unknown): boolean {
  return JSON.stringify(condition) === '{"Bool":{"aws:SecureTransport":"false"}}';
}
