import path from 'node:path';
import { GetTemplateCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
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

/** Names of the stacks that are there. */
export async function leftStacks({ cloudFormation }: AwsClients): Promise<string[]> {
  const { StackSummaries = [] } = await cloudFormation.send(new ListStacksCommand({}));
  const there = StackSummaries.filter(({ StackStatus }) => StackStatus !== 'DELETE_COMPLETE');
  return there.map(({ StackName = '' }) => StackName).sort();
}
