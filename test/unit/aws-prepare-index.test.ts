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
import { recordedLog } from '../doubles/recorded-log.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const SECURITY = '/_plugins/_security/api/';
const PROPERTIES = {
  ServiceToken: 'arn:f',
  readerRoleArns: ['arn:query'],
  writerRoleArns: ['arn:publish', 'arn:admit'],
};
const READY = { Processing: false, Endpoint: 'search.example' };

/** The function over a domain that is described so, one after the other. */
async function deployment(statuses: readonly object[] = [READY], securityStatus = 200) {
  const { connect, calls } = await fakeOpenSearch({
    before: ({ path }) => (path.startsWith(SECURITY) ? { status: securityStatus, body: {} } : undefined),
  });
  const client = new OpenSearchClient({ region: 'eu-central-1' });
  const described = [...statuses];
  mockClient(client)
    .on(DescribeDomainCommand)
    .callsFake(() => ({ DomainStatus: described.length > 1 ? described.shift() : described[0] }));
  const clock = manualClock();
  const domain = openSearchDomain({ client, domainName: 'd', connect, clock });
  const generations = openSearchGenerations({ connect, analyzer: spacedWordsAnalyzer, clock });
  const index = generationalChunkIndex(generations);
  let fingerprint = FINGERPRINT;
  let remaining = 900_000;
  const reindexing = {
    log: recordedLog(),
    generations,
    embedder: hashedWordsEmbedder(),
    analyzer: spacedWordsAnalyzer,
    clock,
  };
  const handler = createHandler({ domain, index, fingerprint: async () => fingerprint, ...reindexing });
  const context = { getRemainingTimeInMillis: () => remaining } as Context; // All that it looks at.
  return {
    index,
    calls,
    ask: (event: object) => handler(event as never, context), // As an operator sends it.
    runOutOfTime: () => {
      remaining = 1_000;
    },
    deploy: (RequestType: string) => handler({ RequestType, ResourceProperties: PROPERTIES } as never, {} as Context), // As CloudFormation sends it.
    deployFitted: (calibratedProbe: string) =>
      handler({ RequestType: 'Create', ResourceProperties: { ...PROPERTIES, calibratedProbe } } as never, context), // As above.
    changeEmbedder: () => {
      fingerprint = { ...FINGERPRINT, modelId: 'other' };
    },
  };
}

const writesOf = (calls: readonly SearchCall[]) => calls.filter(({ method }) => method === 'PUT');

describe('prepare-index', () => {
  it('makes the index and maps one role that reads and one that writes', async () => {
    const { index, calls, deploy } = await deployment();

    const result = await deploy('Create');

    expect(result).toEqual({ PhysicalResourceId: 'affidavit-index' });
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

    await expect(deploy('Create')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
    expect(calls).toEqual([]);
  });

  it('fails the deployment of another embedder, and leaves roles and chunks alone', async () => {
    const { calls, deploy, changeEmbedder } = await deployment();
    await deploy('Create');
    const before = writesOf(calls).length;
    changeEmbedder();

    await expect(deploy('Update')).rejects.toMatchObject({ name: 'IndexMismatch' });
    expect(writesOf(calls)).toHaveLength(before);
  });

  it('fails the deployment of a calibration that was fitted to another build of the model', async () => {
    const { index, deployFitted } = await deployment();

    await expect(deployFitted('another')).rejects.toMatchObject({ name: 'InputInvalid' });
    expect(await index.serving()).toBeUndefined();
    expect(await deployFitted(FINGERPRINT.probe)).toEqual({ PhysicalResourceId: 'affidavit-index' });
  });

  it('fails the deployment when the domain does not take a role', async () => {
    const { deploy } = await deployment([READY], 403);

    await expect(deploy('Create')).rejects.toMatchObject({ name: 'DependencyUnavailable', details: { status: 403 } });
  });

  it('keeps the index when its resource is deleted', async () => {
    const { calls, deploy } = await deployment();

    expect(await deploy('Delete')).toEqual({ PhysicalResourceId: 'affidavit-index' });
    expect(calls).toEqual([]);
  });

  it('refuses an event that is none of CloudFormation', async () => {
    const { deploy } = await deployment();

    await expect(deploy('Other')).rejects.toMatchObject({ name: 'InputInvalid' });
  });

  it('builds another generation when an operator asks for it, and stops when its time is up', async () => {
    const { index, deploy, ask, runOutOfTime } = await deployment();
    await deploy('Create');
    const access = { tenantId: 'acme', documentId: 'd1', collection: 'inbox', access: ['everyone-in-tenant'] };
    await index.write([indexedChunk('alpha')], { ...access, embedder: FINGERPRINT });
    runOutOfTime();

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
