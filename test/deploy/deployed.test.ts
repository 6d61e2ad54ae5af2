import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import { COLLECTIONS, QUESTIONS, TENANTS_FOLDER } from '../fixtures/samples.ts';
import { type AwsClients, awsClients, type DeployedEnvironment, deployedEnvironment } from './deployed-environment.ts';
import { type EmulatedAws, startEmulatedAws } from './emulated-aws.ts';
import { deploy, runCdk, synthesize } from './run-cdk.ts';

const started = await startEmulatedAws().catch((cause: unknown) => {
  if (!(cause instanceof PipelineFailure)) throw cause;
  return cause.message;
});

describe.skipIf(typeof started === 'string')('a deployed environment', () => {
  const aws = started as EmulatedAws;
  let clients: AwsClients;
  let dev: DeployedEnvironment;

  beforeAll(async () => {
    clients = awsClients(aws);
    const out = path.join(aws.folder, 'out');
    await synthesize(aws, out);
    await runCdk(aws, 'bootstrap', 'aws://000000000000/us-east-1');
    await deploy(aws, out, 'dev/*');
    dev = await deployedEnvironment(aws, clients, 'dev');
    for (const rule of COLLECTIONS) await dev.ledger.writeCollection(rule);
  });
  afterAll(() => aws.stop());

  it('answers a question from a document that was put into its bucket', async () => {
    const [{ question, asker, expected }] = QUESTIONS as [(typeof QUESTIONS)[number]];
    const document = expected?.document ?? '';
    const key = `tenants/${document}`;
    const Body = await readFile(fileURLToPath(new URL(document, TENANTS_FOLDER)));

    await clients.s3.send(new PutObjectCommand({ Bucket: dev.bucket, Key: key, Body }));
    const documentId = documentIdOf(asker.tenant, dev.bucket, key);
    for (let looks = 0; looks < 100; looks += 1) {
      const record = await dev.ledger.document(asker.tenant, documentId);
      if (record && record.status !== 'running') break;
      await pause(500);
    }
    const caller = { tenantId: asker.tenant, user: asker.user, groups: asker.groups };
    const answer = await dev.call({ method: 'POST', path: '/v1/answers', caller, body: { question } });

    expect(answer).toMatchObject({ status: 200 });
    expect(folded(answer.text)).toContain(expected?.passage);
  });
});

function folded(text: string): string {
  return text.replaceAll(/\\n|\s+/g, ' ');
}
