import { DescribeDomainCommand, OpenSearchClient } from '@aws-sdk/client-opensearch';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createHandler } from '#functions/prepare-index/handler.ts';
import { openSearchDomain } from '#shared/adapters/aws/open-search-domain.ts';
import { openSearchGenerations } from '#shared/adapters/aws/open-search-generations.ts';
import { generationalChunkIndex } from '#shared/adapters/portable/generational-chunk-index.ts';
import { fakeOpenSearch, type SearchCall } from '../doubles/fake-open-search.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { ANSWER_ADDRESS, recordedAnswers } from '../doubles/recorded-answers.ts';
import { recordedLog } from '../doubles/recorded-log.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const SECURITY = '/_plugins/_security/api/';
const PROPERTIES = {
  ServiceToken: 'arn:f',
  readerRoleArns: ['arn:query'],
  writerRoleArns: ['arn:publish', 'arn:admit'],
};
const READY = { Processing: false, Endpoint: 'search.example' };

const REQUEST = {
  ...{ ResponseURL: ANSWER_ADDRESS, StackId: 'arn:stack', RequestId: 'r-1', LogicalResourceId: 'Prepared' },
};
const SUCCESS = {
  ...{ Status: 'SUCCESS', StackId: 'arn:stack', RequestId: 'r-1', LogicalResourceId: 'Prepared' },
  PhysicalResourceId: 'affidavit-index',
};

/** The function over a domain that is described so, one after the other. */
async function deployment(statuses: readonly object[] | 'silent' = [READY], securityStatus = 200) {
  const { connect, calls } = await fakeOpenSearch({
    before: ({ path }) => (path.startsWith(SECURITY) ? { status: securityStatus, body: {} } : undefined),
  });
  const client = new OpenSearchClient({ region: 'eu-central-1' });
  const described = statuses === 'silent' ? [new Promise(() => undefined)] : [...statuses];
  mockClient(client)
    .on(DescribeDomainCommand)
    .callsFake(async () => ({ DomainStatus: await (described.length > 1 ? described.shift() : described[0]) }));
  const clock = manualClock();
  const domain = openSearchDomain({ client, domainName: 'd', connect, clock });
  const generations = openSearchGenerations({ connect, analyzer: spacedWordsAnalyzer, clock });
  const index = generationalChunkIndex(generations);
  let fingerprint = FINGERPRINT;
  let remaining = 900_000;
  const answers = recordedAnswers();
  const log = recordedLog();
  const reindexing = {
    ...{ log, answers },
    generations,
    embedder: hashedWordsEmbedder(),
    analyzer: spacedWordsAnalyzer,
    clock,
  };
  const handler = createHandler({ domain, index, fingerprint: async () => fingerprint, ...reindexing });
  const context = { getRemainingTimeInMillis: () => remaining, logGroupName: 'logs' } as Context; // All that it looks at.
  return {
    ...{ index, calls, answers, log },
    ask: (event: object) => handler(event as never, context), // As an operator sends it.
    /** Leaves some time to a call: a reindex keeps a minute, an answer 20 seconds. */
    leave: (seconds: number) => {
      remaining = seconds * 1_000;
    },
    /** As CloudFormation sends it. */
    deploy: (RequestType: string, request: object = {}) =>
      handler({ ...REQUEST, RequestType, ResourceProperties: PROPERTIES, ...request } as never, context),
    changeEmbedder: () => {
      fingerprint = { ...FINGERPRINT, modelId: 'other' };
    },
  };
}

const failed = (reason: string) => ({
  ...SUCCESS,
  ...{ Status: 'FAILED', Reason: expect.stringMatching(new RegExp(`^${reason}.*\\(log: logs\\)$`)) },
});

const writesOf = (calls: readonly SearchCall[]) => calls.filter(({ method }) => method === 'PUT');

describe('prepare-index', () => {
  it('makes the index and maps one role that reads and one that writes', async () => {
    const { index, calls, deploy } = await deployment();

    const result = await deploy('Create');

    expect(result).toEqual(SUCCESS);
    expect((await index.serving())?.fingerprint).toEqual(FINGERPRINT);
    const bodies = Object.fromEntries(writesOf(calls).map(({ path, body }) => [path.replace(SECURITY, ''), body]));
    expect(bodies['rolesmapping/affidavit_reader']).toEqual({ backend_roles: ['arn:query'] });
    expect(bodies['rolesmapping/affidavit_writer']).toEqual({ backend_roles: ['arn:publish', 'arn:admit'] });
    const reader = JSON.stringify(bodies['roles/affidavit_reader']);
    expect(reader).toContain('"index_patterns":["affidavit-chunks","affidavit-chunks-*"]');
    expect(reader).not.toContain('write');
    expect(JSON.stringify(bodies['roles/affidavit_writer'])).toContain('indices:data/write/*');
  });

  it('changes nothing when it is deployed again', async () => {
    const { calls, deploy } = await deployment();
    const first = await deploy('Create');
    const before = writesOf(calls).length;

    const second = await deploy('Update');

    expect(second).toEqual(first);
    expect(
      writesOf(calls)
        .slice(before)
        .map(({ path }) => path),
    ).toEqual(
      writesOf(calls)
        .slice(1, before)
        .map(({ path }) => path),
    );
  });

  it('waits until the domain has an endpoint and is done with changes', async () => {
    const { index, deploy } = await deployment([
      { Processing: true },
      { Processing: false },
      { Processing: true, Endpoint: 'search.example' },
      { Processing: false, Endpoints: { vpc: 'search.example' } },
    ]);

    await deploy('Create');

    expect((await index.serving())?.fingerprint).toEqual(FINGERPRINT);
  });

  it('gives up on a domain that never gets ready', async () => {
    const { calls, deploy } = await deployment([{ Processing: true }]);

    expect(await deploy('Create')).toMatchObject(failed('DependencyUnavailable: the search domain is not ready'));
    expect(calls).toEqual([]);
  });

  it('fails the deployment of another embedder, and leaves roles and chunks alone', async () => {
    const { calls, deploy, changeEmbedder } = await deployment();
    await deploy('Create');
    const before = writesOf(calls).length;
    changeEmbedder();

    expect(await deploy('Update')).toMatchObject(failed('IndexMismatch: '));
    expect(writesOf(calls)).toHaveLength(before);
  });

  it('fails the deployment of a calibration that was fitted to another build of the model', async () => {
    const { index, deploy } = await deployment();
    const fitted = (calibratedProbe: string) => ({ ResourceProperties: { ...PROPERTIES, calibratedProbe } });

    expect(await deploy('Create', fitted('another'))).toMatchObject(failed('InputInvalid: the calibration'));
    expect(await index.serving()).toBeUndefined();
    expect(await deploy('Create', fitted(FINGERPRINT.probe))).toEqual(SUCCESS);
  });

  it('fails the deployment when the domain does not take a role', async () => {
    const { deploy } = await deployment([READY], 403);

    expect(await deploy('Create')).toMatchObject(
      failed('DependencyUnavailable: the search domain did not take a role'),
    );
  });

  it('keeps the index when its resource is deleted, whatever release made it', async () => {
    const { calls, deploy } = await deployment();
    const former = { ResourceProperties: { endpoint: 'former' }, PhysicalResourceId: 'former-index' };

    expect(await deploy('Delete', former)).toEqual({ ...SUCCESS, PhysicalResourceId: 'former-index' });
    expect(calls).toEqual([]);
  });

  it('builds another generation when an operator asks for it, and stops when its time is up', async () => {
    const { index, deploy, ask, leave } = await deployment();
    await deploy('Create');
    const access = { tenantId: 'acme', documentId: 'd1', collection: 'inbox', access: ['everyone-in-tenant'] };
    await index.write([indexedChunk('alpha')], { ...access, embedder: FINGERPRINT });
    leave(50);

    const first = await ask({ action: 'reindex' });
    const status = await ask({ action: 'status' });

    expect(first).toMatchObject({ outcome: 'unfinished', from: 1, to: 2, documents: 1 });
    expect(status).toMatchObject({
      generations: [{ state: 'serving' }, { state: 'building', chunks: 1 }],
      reasons: [],
    });
  });

  it('serves the new generation once it is whole, and the old one again by one call', async () => {
    const { index, deploy, ask } = await deployment();
    await deploy('Create');

    expect(await ask({ action: 'reindex', documentsPerMinute: 60 })).toMatchObject({ outcome: 'serving', to: 2 });
    expect((await index.serving())?.number).toBe(2);
    expect(await ask({ action: 'rollback' })).toEqual({ from: 2, to: 1 });
    expect(await ask({ action: 'drop' })).toEqual({ dropped: [2] });
    await expect(ask({ action: 'rollback' })).rejects.toMatchObject({ name: 'NotFound' });
    expect((await index.serving())?.number).toBe(1);
  });
});

describe('CloudFormation', () => {
  it('is answered once at the address that it gave, which stands in no log', async () => {
    const { answers, log, deploy, changeEmbedder } = await deployment();

    const well = await deploy('Create');
    changeEmbedder();
    const ill = await deploy('Update');

    expect(answers.told).toEqual([well, ill]);
    expect(log.runs.map(({ outcome }) => outcome)).toEqual(['succeeded', 'IndexMismatch']);
    expect(JSON.stringify([log.runs, well, ill])).not.toMatch(/Signature|amazonaws/);
  });

  it.each([
    ['of a kind that there is not', 'Other', {}],
    ['without what a deployment has to tell', 'Create', { ResourceProperties: {} }],
  ])('is answered to a request %s', async (_what, type, request) => {
    const { answers, deploy } = await deployment();

    await deploy(type, request);

    expect(answers.told).toMatchObject([failed('InputInvalid: ')]);
  });

  it('is answered before the time of the function is over', async () => {
    const { answers, deploy, leave } = await deployment('silent');
    leave(20);

    await deploy('Create');

    expect(answers.told).toMatchObject([failed('FunctionTimedOut: prepare-index ran out of time')]);
  });

  it('is not told the opposite of what it did not hear: the call fails', async () => {
    const { answers, log, deploy } = await deployment();
    answers.refuse();

    await expect(deploy('Create')).rejects.toMatchObject({ message: 'the answer was not taken' });
    expect(answers.tries).toBe(1);
    expect(log.runs).toMatchObject([{ outcome: 'DependencyUnavailable' }]);
  });

  it('hears nothing where a failure cannot be told: the call fails by that failure', async () => {
    const { answers, log, deploy } = await deployment([READY], 403);
    answers.refuse();

    await expect(deploy('Create')).rejects.toMatchObject({ message: 'the search domain did not take a role' });
    expect(log.runs).toMatchObject([{ outcome: 'DependencyUnavailable', details: { status: 403 } }]);
  });

  it('is told nothing of what an operator asks', async () => {
    const { answers, deploy, ask } = await deployment();
    await deploy('Create');

    await ask({ action: 'status' });
    await expect(ask({ action: 'rollback' })).rejects.toMatchObject({ name: 'NotFound' });

    expect(answers.tries).toBe(1);
  });
});
