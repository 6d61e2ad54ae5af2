import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { COLLECTIONS } from '../fixtures/samples.ts';
import { type AwsClients, awsClients, type DeployedEnvironment, deployedEnvironment } from './deployed-environment.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';
import { MINI_STACK_VERSION } from './install-mini-stack.ts';
import { deploy, runCdk, synthesize } from './run-cdk.ts';

/** dev and prod side by side in one account. */
export interface DeployedProduct {
  readonly aws: EmulatedAws;
  readonly clients: AwsClients;
  readonly dev: DeployedEnvironment;
  readonly prod: DeployedEnvironment;
  /** The synthesized app that is deployed. */
  readonly assembly: string;
}

/** The account, or nothing on a machine that lacks what it needs, which is said in a line that can be counted. */
export async function accountOrSkip(): Promise<EmulatedAws | undefined> {
  try {
    return await startEmulatedAws();
  } catch (cause) {
    if (!(cause instanceof PipelineFailure)) throw cause;
    process.stdout.write(`skipped: MiniStack ${MINI_STACK_VERSION} (${cause.message})\n`);
    return undefined;
  }
}

/** `cdk bootstrap` and `cdk deploy`, and the collections of the samples. */
export async function deployProduct(aws: EmulatedAws): Promise<DeployedProduct> {
  const clients = awsClients(aws);
  aws.textract.readBy(async ({ Bucket, Name, Version }) => {
    const object = await clients.s3.send(new GetObjectCommand({ Bucket, Key: Name, VersionId: Version }));
    return (await object.Body?.transformToByteArray()) ?? new Uint8Array();
  });
  const assembly = path.join(aws.folder, 'first');
  await synthesize(aws, assembly);
  await runCdk(aws, 'bootstrap', 'aws://000000000000/us-east-1');
  await deploy(aws, assembly, 'dev/*', 'prod/*');
  const [dev, prod] = [await deployedEnvironment(aws, clients, 'dev'), await deployedEnvironment(aws, clients, 'prod')];
  for (const { ledger } of [dev, prod]) for (const rule of COLLECTIONS) await ledger.writeCollection(rule);
  return { aws, clients, dev, prod, assembly };
}

/** Templates of an environment's stacks as they were synthesized, by the part that they are, such as `Query`. */
export async function templatesOf(
  { assembly }: DeployedProduct,
  environment: 'dev' | 'prod',
): Promise<Readonly<Record<string, unknown>>> {
  const folder = path.join(assembly, `assembly-${environment}`);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.template.json'));
  const parts = files.map(async (file) => {
    const [, part = ''] = /^(?:dev|prod)([A-Z][a-z]+)/.exec(file) ?? [];
    return [part, JSON.parse(await readFile(path.join(folder, file), 'utf8'))] as const;
  });
  return Object.fromEntries(await Promise.all(parts));
}
