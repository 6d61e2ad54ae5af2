import { referredBy, valueAt } from '../template-rules/reading.ts';
import { type Environment, ofType, type Resource } from '../templates.ts';
import { logicalArn } from './logical-arn.ts';
import type { ResourceCall } from './resource-call.ts';

/** Where a type of resource says with which key it is encrypted, and through which service the key is then used. */
const ENCRYPTED: Readonly<Record<string, { readonly service: string; readonly key: readonly (string | number)[] }>> = {
  'AWS::DynamoDB::Table': { service: 'dynamodb', key: ['SSESpecification', 'KMSMasterKeyId'] },
  'AWS::S3::Bucket': {
    service: 's3',
    key: [
      ...['BucketEncryption', 'ServerSideEncryptionConfiguration', 0],
      ...['ServerSideEncryptionByDefault', 'KMSMasterKeyID'],
    ],
  },
  'AWS::SecretsManager::Secret': { service: 'secretsmanager', key: ['KmsKeyId'] },
};

/** What a service asks of the key when it is called so. Sources: developer guides, "Using AWS KMS" of S3 and Secrets Manager. */
const KEY_USES: Readonly<Record<string, string>> = {
  's3:GetObject': 'kms:Decrypt',
  's3:GetObjectVersion': 'kms:Decrypt',
  's3:PutObject': 'kms:GenerateDataKey',
  'secretsmanager:GetSecretValue': 'kms:Decrypt',
};

/** Every operation of a table. Source: DynamoDB developer guide, "How DynamoDB uses AWS KMS". */
const USE_OF_TABLE = 'kms:Decrypt';

/** Objects under this prefix have a key of their own, which the writer names. Source: s3-artifact-store.ts. */
const RAW = { objects: '/raw/', key: 'RawKey' };

/** The calls of keys that services make on behalf of who called them. The emulator encrypts nothing, so it records none. */
export function impliedCalls(environment: Environment, recorded: readonly ResourceCall[]): ResourceCall[] {
  const encrypted = Object.keys(ENCRYPTED).flatMap((type) => ofType(environment, type));
  return recorded.flatMap((call) =>
    encrypted.filter((resource) => isOn(call, resource)).flatMap((resource) => keyUses(environment, resource, call)),
  );
}

function isOn({ resource }: ResourceCall, encrypted: Resource): boolean {
  const arn = logicalArn(encrypted) ?? '';
  return resource === arn || resource.startsWith(`${arn}/`);
}

function keyUses(
  environment: Environment,
  resource: Resource,
  { caller, action, ...call }: ResourceCall,
): ResourceCall[] {
  const { service = '', key = [] } = ENCRYPTED[resource.Type] ?? {};
  const use = service === 'dynamodb' ? USE_OF_TABLE : KEY_USES[action];
  if (use === undefined) return [];
  const named = referredBy(resource, valueAt(resource.Properties, ...key), environment);
  const used = call.resource.includes(RAW.objects) ? rawKey(environment) : named;
  const arn = used && logicalArn(used);
  if (arn === undefined) throw new Error(`no key of ${resource.id}`);
  const context = { 'kms:ViaService': `${service}.us-east-1.amazonaws.com`, 'kms:CallerAccount': '000000000000' };
  return [{ caller, action: use, resource: arn, context }];
}

function rawKey(environment: Environment): Resource | undefined {
  return ofType(environment, 'AWS::KMS::Key').find(({ id }) => id.startsWith(RAW.key));
}
