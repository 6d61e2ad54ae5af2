import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SFNClient } from '@aws-sdk/client-sfn';
import { dynamoLedger } from '#shared/adapters/aws/dynamo-ledger.ts';
import { dynamoSlots } from '#shared/adapters/aws/dynamo-slots.ts';
import { s3ArtifactStore } from '#shared/adapters/aws/s3-artifact-store.ts';
import { secretsManagerKey } from '#shared/adapters/aws/secrets-manager-key.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { ArtifactStore } from '#shared/ports/artifact-store.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Slots } from '#shared/ports/slots.ts';
import { type EmulatedAws, REGION, ROOT_CREDENTIALS } from './emulated-aws.ts';

/** Clients of who operates the account. */
export interface AwsClients {
  readonly cloudFormation: CloudFormationClient;
  readonly lambda: LambdaClient;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly dynamoDb: DynamoDBClient;
  readonly secrets: SecretsManagerClient;
}

/** What `cdk deploy` left of one environment, and how to use it. */
export interface DeployedEnvironment {
  readonly bucket: string;
  readonly stateMachineArn: string;
  readonly ledger: Ledger;
  readonly slots: Slots;
  readonly artifacts: ArtifactStore;
  /** From which the keys of its tenants are made. */
  masterKey(): Promise<Uint8Array>;
  /** Calls the API as the bearer of the token; without one it sends no header. */
  call(request: ApiRequest): Promise<ApiAnswer>;
}

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly caller?: Caller;
  /** In place of the caller's own. */
  readonly token?: string;
  readonly body?: object;
  readonly accept?: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export function awsClients({ endpoint }: EmulatedAws): AwsClients {
  const config = { endpoint, region: REGION, credentials: ROOT_CREDENTIALS };
  return {
    cloudFormation: new CloudFormationClient(config),
    lambda: new LambdaClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    stepFunctions: new SFNClient(config),
    dynamoDb: new DynamoDBClient(config),
    secrets: new SecretsManagerClient(config),
  };
}

export async function deployedEnvironment(
  aws: EmulatedAws,
  clients: AwsClients,
  name: 'dev' | 'prod',
): Promise<DeployedEnvironment> {
  const resources = await Promise.all(
    ['storage', 'pipeline', 'query'].map((part) => stackResources(clients, `affidavit-${name}-${part}`)),
  );
  const idOf = (type: string, logicalId: RegExp) => physicalId(resources.flat(), type, logicalId);
  const bucket = idOf('AWS::S3::Bucket', /^Documents/);
  const table = idOf('AWS::DynamoDB::Table', /^Ledger/);
  const items = { client: clients.dynamoDb, table, clock: systemClock, ids: randomIds };
  const api = idOf('AWS::ApiGateway::RestApi', /^HttpApi/);
  const secretId = idOf('AWS::SecretsManager::Secret', /^MasterKey/);
  return {
    bucket,
    stateMachineArn: idOf('AWS::StepFunctions::StateMachine', /^Ingest/),
    ledger: dynamoLedger(items),
    slots: dynamoSlots(items),
    artifacts: s3ArtifactStore({ client: clients.s3, bucket: idOf('AWS::S3::Bucket', /^Artifacts/) }),
    masterKey: async () => secretsManagerKey({ client: clients.secrets, secretId }),
    call: async ({ method, path, caller, token, body, accept = 'application/json' }) => {
      const bearer = token ?? (caller && aws.issuer.token(caller));
      const response = await fetch(`${aws.endpoint}/restapis/${api}/live/_user_request_${path}`, {
        method,
        headers: {
          ...{ accept, 'content-type': 'application/json' },
          ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const type = response.headers.get('content-type') ?? '';
      return { status: response.status, type, text: await response.text() };
    },
  };
}

export async function stackResources(clients: AwsClients, StackName: string): Promise<readonly StackResource[]> {
  const answer = await clients.cloudFormation.send(new DescribeStackResourcesCommand({ StackName }));
  return answer.StackResources ?? [];
}

function physicalId(resources: readonly StackResource[], type: string, logicalId: RegExp): string {
  const found = resources.find(
    ({ ResourceType, LogicalResourceId }) => ResourceType === type && logicalId.test(LogicalResourceId ?? ''),
  );
  if (found?.PhysicalResourceId === undefined) throw new Error(`the stacks hold no ${type} like ${logicalId.source}`);
  return found.PhysicalResourceId;
}
