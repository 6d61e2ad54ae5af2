import path from 'node:path';
import { GetTemplateCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { AwsClients } from './deployed-environment.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { deploy, synthesize } from './run-cdk.ts';

/** Days that logs are kept, in the template that is deployed. */
async function retentionDays({ cloudFormation }: AwsClients): Promise<number> {
  const { TemplateBody = '' } = await cloudFormation.send(new GetTemplateCommand({ StackName: 'affidavit-dev-query' }));
  return Number(/"?RetentionInDays"?: *(\d+)/.exec(TemplateBody)?.[1]);
}

/** Deploys a release with another setting over the one that runs, and then the former again. */
export async function updateAndGoBack({ aws, clients, assembly }: DeployedProduct) {
  const next = path.join(aws.folder, 'next');
  const before = await retentionDays(clients);
  await synthesize(aws, next, 'logRetentionDays=30');
  await deploy(aws, next, '--exclusively', 'dev/Query');
  const updated = await retentionDays(clients);
  await deploy(aws, assembly, '--exclusively', 'dev/Query');
  return { before, updated, after: await retentionDays(clients) };
}

const PARTS = ['operations', 'pipeline', 'query', 'search', 'storage'];
export const DEV_STACKS = PARTS.map((part) => `affidavit-dev-${part}`);
export const PROD_STACKS = PARTS.map((part) => `affidavit-prod-${part}`);

/** Names of the stacks that are there. */
export async function leftStacks({ cloudFormation }: AwsClients): Promise<string[]> {
  const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand({}));
  const there = StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  return there.map(({ StackName = '' }) => StackName).sort();
}

/** Names of buckets and tables that begin like this. */
export async function leftData({ s3, dynamoDb }: AwsClients, prefix: string): Promise<string[]> {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand({}));
  const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand({}));
  return [...Buckets.map(({ Name = '' }) => Name), ...TableNames].filter((name) => name.startsWith(prefix));
}
