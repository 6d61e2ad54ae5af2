import { setTimeout as pause } from 'node:timers/promises';
import { ListExecutionsCommand, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { type Attempt, executionNameOf } from '#shared/domain/identity.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { invokeFunction } from './invoke-function.ts';
import { hasEnded, putDocument, whenRecord } from './sample-documents.ts';

/** As many as a tenant has slots for (deployed-app.ts), of a tenant that no other test waits for. */
const STOPPED = ['globex/handbook/stopped-1.md', 'globex/handbook/stopped-2.md'];
const WAITING = 'globex/handbook/waiting.md';

/** Milliseconds between two looks, and looks at most: two minutes, as for anything on two busy cores. */
const LOOK_EVERY = 250;
const MAX_LOOKS = 480;

/** What became of a document that waited for a slot, and of those whose executions were stopped with slots in hand. */
export interface StoppedExecutions {
  readonly waiting: DocumentRecord;
  readonly stopped: readonly DocumentRecord[];
}

/**
 * Stops executions from outside, which therefore give nothing back, while another document of their tenant waits for a
 * slot, and calls `dispatch`. That nobody ends or starts anything meanwhile is seen to by Bedrock, which throttles.
 */
export async function stopExecutions(product: DeployedProduct): Promise<StoppedExecutions> {
  const { dev, clients, aws } = product;
  aws.bedrock.quotas.embedding.refuseNext(1_000);
  for (const document of STOPPED) await putDocument(clients.s3, dev, document, `# Stopped\n\nThis is ${document}.\n`);
  const executions = await Promise.all(STOPPED.map((document) => runningExecution(product, document)));
  await putDocument(clients.s3, dev, WAITING, '# Waiting\n\nThis waits for a slot.\n');
  const run = attemptOf(await whenRecord(dev, WAITING, ({ source }) => source !== undefined));
  await until(() => dev.slots.isWaiting(run));

  for (const executionArn of executions) await clients.stepFunctions.send(new StopExecutionCommand({ executionArn }));
  await invokeFunction(product, 'dispatch', {});
  aws.bedrock.quotas.embedding.refuseNext(0);

  const waiting = await whenRecord(dev, WAITING, hasEnded);
  return { waiting, stopped: await Promise.all(STOPPED.map((document) => whenRecord(dev, document, () => true))) };
}

/** Waits until the document's execution runs, and gives its ARN. */
async function runningExecution({ dev, clients }: DeployedProduct, document: string): Promise<string> {
  const name = executionNameOf(attemptOf(await whenRecord(dev, document, ({ source }) => source !== undefined)));
  let found: string | undefined;
  await until(async () => {
    const command = new ListExecutionsCommand({ stateMachineArn: dev.stateMachineArn, statusFilter: 'RUNNING' });
    const { executions = [] } = await clients.stepFunctions.send(command);
    found = executions.find((execution) => execution.name === name)?.executionArn;
    return found !== undefined;
  });
  return found ?? '';
}

function attemptOf({ tenantId, documentId, attempt, source }: DocumentRecord): Attempt {
  return { tenantId, documentId, attempt, versionId: source?.versionId ?? '' };
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    if (await isSo()) return;
    await pause(LOOK_EVERY);
  }
  throw new Error('what was waited for did not come about');
}
