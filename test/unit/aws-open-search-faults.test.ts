import type { Client } from '@opensearch-project/opensearch';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openSearchChunkIndex } from '#shared/adapters/aws/open-search-chunk-index.ts';
import { openSearchConnection } from '#shared/adapters/aws/open-search-connection.ts';
import { openSearchGenerations } from '#shared/adapters/aws/open-search-generations.ts';
import { openSearchRequests } from '#shared/adapters/aws/open-search-requests.ts';
import { generationalChunkIndex } from '#shared/adapters/portable/generational-chunk-index.ts';
import { fakeOpenSearch, type SearchCall } from '../doubles/fake-open-search.ts';
import { FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { loopbackServer } from '../doubles/loopback-server.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';

const NEW_INDEX = /^\/affidavit-chunks-\d+$/;

/** Generations on a domain that answers calls of this kind by this status, from when it is told to. */
async function refusing(status: number, isMeant: (call: SearchCall) => boolean) {
  let isRefusing = false;
  const { connect, calls } = await fakeOpenSearch({
    before: (call) => (isRefusing && isMeant(call) ? { status, body: { error: 'Ana Ruiz' } } : undefined),
  });
  const generations = openSearchGenerations({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });
  const refuse = () => {
    isRefusing = true;
  };
  return { generations, index: generationalChunkIndex(generations), calls, refuse };
}

const isMaking = ({ method, path }: SearchCall) => method === 'PUT' && NEW_INDEX.test(path);
const isNoting = ({ method, path }: SearchCall) => method === 'PUT' && path.endsWith('/_mapping');

describe('a generation', () => {
  it.each([403, 429, 500])('that OpenSearch does not make, by %i, is a failure', async (status) => {
    const { index, refuse } = await refusing(status, isMaking);
    refuse();

    const failure = await index.prepare(FINGERPRINT).catch((cause: unknown) => cause);

    expect(failure).toMatchObject({ name: 'DependencyUnavailable', details: { status }, cause: undefined });
    expect(JSON.stringify(failure)).not.toContain('Ana');
  });

  it('that is refused as if it were there already has to be there', async () => {
    const { index, refuse } = await refusing(400, isMaking);
    refuse();

    await expect(index.prepare(FINGERPRINT)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('does not serve before it is noted that it is whole', async () => {
    const { generations, index, calls, refuse } = await refusing(403, isNoting);
    await index.prepare(FINGERPRINT);
    await generations.create(FINGERPRINT, 'building');
    const [first, second] = await generations.list();
    refuse();

    await expect(second && generations.serve(second)).rejects.toMatchObject({ details: { status: 403 } });

    expect(await generations.serving()).toEqual(first);
    expect(calls.filter(({ path }) => path === '/_aliases')).toEqual([]);
  });

  it('is there after a deletion that was refused', async () => {
    const { generations, index, refuse } = await refusing(500, ({ method }) => method === 'DELETE');
    await index.prepare(FINGERPRINT);
    await generations.create(FINGERPRINT, 'building');
    const [, second] = await generations.list();
    refuse();

    await expect(second && generations.drop(second)).rejects.toMatchObject({ details: { status: 500 } });

    expect(await generations.list()).toHaveLength(2);
  });
});

describe('an answer to a bulk write', () => {
  it.each([
    ['is of something else', {}],
    ['leaves a chunk out', { items: [{ index: { status: 201 } }] }],
    ['holds an item without a status', { items: [{ index: { status: 201 } }, { index: {} }] }],
  ])('that %s counts no chunk as stored', async (_what, body) => {
    const { connect } = await fakeOpenSearch({
      before: ({ path }) => (path.endsWith('/_bulk') ? { status: 200, body } : undefined),
    });
    const index = openSearchChunkIndex({ connect, analyzer: spacedWordsAnalyzer, clock: manualClock() });
    await index.prepare(FINGERPRINT);
    const chunks = [0, 1].map((position) => indexedChunk(`w${position}`, { position }));

    await expect(index.write(chunks, indexedDocument('group:finance'))).rejects.toMatchObject({
      name: 'DependencyUnavailable',
    });
  });
});

describe('openSearchConnection', () => {
  const credentials = async () => ({
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'invented',
    sessionToken: 'session',
  });

  it('signs every request as the function, for the domain in its region', async () => {
    const headers: (string | string[] | undefined)[] = [];
    const endpoint = await loopbackServer((request, response) => {
      headers.push(request.headers.authorization, request.headers['x-amz-security-token']);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
    const connect = openSearchConnection({ endpoint, aws: { region: async () => 'eu-central-1', credentials } });
    onTestFinished(async () => ((await connect()) as Client).close()); // It gives the whole client.

    const { status } = await openSearchRequests(connect)({ method: 'GET', path: '/_count' });

    const [signature, token] = headers;
    expect(status).toBe(200);
    expect(signature).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/es\/aws4_request/);
    expect(token).toBe('session');
  });

  it('takes the endpoint as CloudFormation gives it, by TLS, and looks for its region again when that failed', async () => {
    let isDown = true;
    const region = async () => {
      if (isDown) throw new Error('no metadata');
      return 'eu-central-1';
    };
    const connect = openSearchConnection({ endpoint: 'search.test', aws: { region, credentials } });
    await expect(openSearchRequests(connect)({ method: 'GET', path: '/' })).rejects.toMatchObject({
      name: 'DependencyUnavailable',
      details: { error: 'Error' },
    });

    isDown = false;
    const client = (await connect()) as Client; // It gives the whole one.
    onTestFinished(() => client.close());

    expect(client.connectionPool.connections.map(({ url }) => url.href)).toEqual(['https://search.test/']);
  });
});
