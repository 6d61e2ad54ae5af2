import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bedrockClient } from '#shared/adapters/aws/bedrock-client.ts';
import { bedrockEmbedder } from '#shared/adapters/aws/bedrock-embedder.ts';
import { redacted } from '#shared/domain/text.ts';

/** A service that refuses every call; counts the calls. */
async function refusing(status: number, headers: Readonly<Record<string, string>>) {
  let calls = 0;
  const server = createServer((_request, response) => {
    calls += 1;
    response.writeHead(status, { 'x-amzn-errortype': 'ThrottlingException', ...headers }).end('{}');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo; // A server that listens on TCP has such an address.
  const client = bedrockClient({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  const embedder = bedrockEmbedder({ client, modelId: 'amazon.titan-embed-text-v2:0', dimensions: 256 });
  const failure = await embedder.embed([redacted('one')], 'query').catch((thrown: unknown) => thrown);
  return { failure, calls };
}

describe('bedrockClient', () => {
  it.each([429, 503])('makes a call once that is refused by %d, and hears how long to wait', async (status) => {
    const { failure, calls } = await refusing(status, { 'retry-after': '7' });

    expect(failure).toMatchObject({ name: 'ModelThrottled', details: { status, retryAfterSeconds: 7 } });
    expect(calls).toBe(1);
  });

  it('makes up no wait that Bedrock does not ask for', async () => {
    const { failure } = await refusing(429, {});

    expect(failure).toMatchObject({ name: 'ModelThrottled' });
    expect(failure).not.toHaveProperty('details.retryAfterSeconds');
  });
});
