import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { dev as settings } from '#infra/environments/dev.ts';
import { AnswerResponseSchema, failureOfProblem } from '#shared/contracts/api.ts';
import { FARAH } from './askers.ts';
import type { DeployedProduct } from './deployed-product.ts';
import { invokeFunction } from './invoke-function.ts';
import { deploy, synthesize } from './run-cdk.ts';
import { hasEnded, putDocument, whenRecord } from './sample-documents.ts';

/** Its vectors are as long as Titan's, so that nothing but the fingerprint tells one from the other. */
const OTHER_MODEL = 'cohere.embed-multilingual-v3';

const QUESTION = 'Where do bicycles stand?';
const NEW_DOCUMENT = 'acme/handbook/ferry.md';

/** Milliseconds between two looks, and looks at most: three times as long as a circuit stays open. */
const LOOK_EVERY = 1_000;
const MAX_LOOKS = 15;

/** Registers the tests of a deployment with another embedding model than the index was built with. */
export function otherEmbedder(deployed: () => DeployedProduct): void {
  const other = () => path.join(deployed().aws.folder, 'other-embedder');
  const post = (route: string, body: object) =>
    deployed().dev.call({ method: 'POST', path: route, caller: FARAH, body });
  /** What an answer cites, once there is one: the circuit of an index that was down lets one call through at first. */
  const citations = async () => {
    for (let looks = 0; ; looks += 1) {
      const { status, text } = await post('/v1/answers', { question: QUESTION });
      if (status === 200) return AnswerResponseSchema.parse(JSON.parse(text)).claims.map(({ citation }) => citation);
      if (looks === MAX_LOOKS) throw new Error(`the question was answered by ${status}`);
      await pause(LOOK_EVERY);
    }
  };
  const status = () => invokeFunction(deployed(), 'prepare-index', { action: 'status' });
  const chunks = async () => StatusSchema.parse(await status()).generations[0]?.chunks;

  it('another embedding model: refuses its deployment, and leaves all as it was', async () => {
    const { aws, clients } = deployed();
    const before = await citations();
    await synthesize(aws, other(), `embedding=${OTHER_MODEL}`);

    await expect(deploy(aws, other(), 'dev/*')).rejects.toThrow();

    const stack = { StackName: 'affidavit-dev-search' };
    const { StackEvents = [] } = await clients.cloudFormation.send(new DescribeStackEventsCommand(stack));
    const reasons = StackEvents.map(({ ResourceStatusReason = '' }) => ResourceStatusReason).join('\n');
    expect(reasons).toContain('the index holds vectors of another embedding model');
    const { Stacks = [] } = await clients.cloudFormation.send(new DescribeStacksCommand(stack));
    expect(Stacks.map(({ StackStatus }) => StackStatus)).toEqual(['UPDATE_ROLLBACK_COMPLETE']);
    // No reason to build it anew: the function embeds by the former model again.
    expect(await status()).toMatchObject({
      generations: [{ number: 1, state: 'serving', model: settings.models.embedding }],
      reasons: [],
    });
    expect(before).toHaveLength(1);
    expect(await citations()).toEqual(before);
  });

  it('another embedding model: mixes nothing where it was deployed past that refusal', async () => {
    const { aws, clients, dev } = deployed();
    const before = await chunks();
    await deploy(aws, other(), '--exclusively', 'dev/Pipeline', 'dev/Query');

    const refused = [await post('/v1/answers', { question: QUESTION }), await post('/v1/search', { query: QUESTION })];
    await putDocument(clients.s3, dev, NEW_DOCUMENT, '# Ferry\n\nThe ferry leaves at 9 from the east quay.\n');
    const record = await whenRecord(dev, NEW_DOCUMENT, hasEnded);

    expect(refused.map(({ status }) => status)).toEqual([503, 503]);
    const failures = refused.map(({ text }) => failureOfProblem(JSON.parse(text)).name);
    expect(failures).toEqual(['IndexMismatch', 'IndexMismatch']);
    expect(record).toMatchObject({ status: 'rejected', failure: { name: 'IndexMismatch' } });
    expect(await chunks()).toBe(before);
  });

  it('another embedding model: the release before answers again, and takes in what was refused', async () => {
    const { aws, assembly, dev } = deployed();
    await deploy(aws, assembly, '--exclusively', 'dev/Pipeline', 'dev/Query');

    const cited = await citations();
    const [tenantId] = NEW_DOCUMENT.split('/');
    await invokeFunction(deployed(), 'redrive', { tenantId, reason: 'IndexMismatch' });
    const record = await whenRecord(dev, NEW_DOCUMENT, ({ status, attempt }) => attempt > 1 && status !== 'running');

    expect(cited).toHaveLength(1);
    expect(record.status).toBe('published');
  });
}

const StatusSchema = z.object({ generations: z.array(z.object({ chunks: z.int() })) });
