import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { prod } from '#infra/environments/prod.ts';
import { operationNames } from '../doubles/operation-names.ts';
import type { AwsCommandLine } from './aws-command-line.ts';
import { stackResources } from './deployed-environment.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { REGION } from './emulated-aws.ts';

/** Before now, in milliseconds: from when on commands look. */
const LOOKED_BACK = 60_000;

/**
 * What stands for each `<…>` of the documents on operations in prod as it is deployed, by the whole of it: names as
 * docs/operations/names.md leads to them, and one of everything that prod has not got by itself.
 */
export async function operatedNames(
  product: DeployedProduct,
  aws: AwsCommandLine,
  folder: string,
): Promise<ReadonlyMap<string, string>> {
  const told = async (...words: readonly string[]) => {
    const { code, output, error } = await aws([...words, '--output', 'text']);
    if (code !== 0) throw new Error(`${words.join(' ')}: ${error}`);
    return output.trim();
  };
  const names = new Map([...(await deployedNames(product)), ...times(Date.now())]);
  const nameOf = (placeholder: string) => names.get(placeholder) ?? '';
  const letters = (edge: string) => told('sqs', 'get-queue-url', '--queue-name', `affidavit-prod-${edge}`);
  const secret = path.join(folder, 'secret');
  // The secret as it is, so that prod reads its documents on.
  const secretNow = ['--secret-id', nameOf('<secret>'), '--query', 'SecretString'];
  await writeFile(secret, await told('secretsmanager', 'get-secret-value', ...secretNow));
  await told('dynamodb', 'put-item', '--table-name', nameOf('<ledger>'), '--item', SPENDING);
  const [pool, user] = await poolAndUser(told);
  const execution = await product.clients.stepFunctions.send(
    new ListExecutionsCommand({ stateMachineArn: product.dev.stateMachineArn, maxResults: 1 }),
  );
  const search = ['--start-time', nameOf('<from, in seconds>'), '--end-time', nameOf('<until, in seconds>')];
  const log = ['--log-group-name', nameOf('<log of query>'), '--query-string', 'fields @message'];
  const made = {
    '<account>': await told('sts', 'get-caller-identity', '--query', 'Account'),
    ...{ '<region>': REGION, '<model>': prod.models.answer, '<tenant>': 'acme', '<dollars>': '25' },
    ...{ '<file of the new secret>': secret, '<pool>': pool, '<user>': user },
    '<dead-letter queue>': await letters('admission-not-admitted'),
    '<dead-letter queue of a schedule>': await letters('dispatch-not-called'),
    '<execution>': execution.executions?.[0]?.executionArn ?? '',
    '<id of the search>': await told('logs', 'start-query', ...search, ...log, '--query', 'queryId'),
  };
  return new Map([...names, ...Object.entries(made)]);
}

async function deployedNames({ clients }: DeployedProduct): Promise<(readonly [string, string])[]> {
  const names = operationNames();
  const stacks = [...new Set(names.map(({ stack }) => stack))];
  const listed = stacks.map(async (stack) => [stack, await stackResources(clients, stack)] as const);
  const resources = new Map(await Promise.all(listed));
  return names.flatMap(({ placeholder, stack, logicalId }) => {
    const found = resources.get(stack)?.find(({ LogicalResourceId = '' }) => logicalId.test(LogicalResourceId));
    return found?.PhysicalResourceId === undefined ? [] : [[placeholder, found.PhysicalResourceId] as const];
  });
}

function times(now: number): (readonly [string, string])[] {
  const moments = [['from', now - LOOKED_BACK] as const, ['until', now] as const];
  return moments.flatMap(([name, at]) => [
    [`<${name}>`, new Date(at).toISOString()] as const,
    [`<${name}, in seconds>`, String(Math.floor(at / 1_000))] as const,
    [`<${name}, in milliseconds>`, String(at)] as const,
  ]);
}

/** What acme spent in the month that the documents name, as the ledger keeps it. */
const SPENDING = '{"pk":{"S":"spending#acme"},"sk":{"S":"2026-03"},"spent":{"N":"7"},"committed":{"N":"0"}}';

/** The deployed settings name an issuer of tokens elsewhere, so that prod has no user pool. */
async function poolAndUser(told: (...words: readonly string[]) => Promise<string>) {
  const pool = await told('cognito-idp', 'create-user-pool', '--pool-name', 'people', '--query', 'UserPool.Id');
  const create = ['admin-create-user', '--user-pool-id', pool, '--username', 'ana', '--query', 'User.Username'];
  return [pool, await told('cognito-idp', ...create)] as const;
}
