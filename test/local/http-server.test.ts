import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type GatewayFunctions, localGateway } from '#infra/local/gateway.ts';
import { serveHttp } from '#infra/local/http-server.ts';
import { type RequestLimit, requestLimit } from '#infra/local/request-limit.ts';
import { MAX_BODY_BYTES } from '#shared/contracts/api.ts';
import type { ProxyEvent } from '#shared/runtime/http.ts';
import { jsonResponse } from '#shared/runtime/http.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { unlimited } from '../doubles/unlimited.ts';

const ALLOWED = {
  policyDocument: { Statement: [{ Effect: 'Allow' }] },
  context: { tenantId: 'acme', user: 'ana', groups: '[]' },
};

/** An API whose functions repeat what reached them; `token` is the one that the authorizer lets in. */
async function serve(overrides: Partial<GatewayFunctions> = {}, port = 0, limit: RequestLimit = unlimited) {
  const echo = async (event: ProxyEvent) =>
    jsonResponse(200, {
      resource: event.resource,
      id: event.pathParameters,
      authorizer: event.requestContext.authorizer,
    });
  const functions: GatewayFunctions = {
    authorizer: async (event) => {
      const { headers } = event as { readonly headers: Record<string, string> };
      return headers['authorization'] === 'Bearer token'
        ? ALLOWED
        : { policyDocument: { Statement: [{ Effect: 'Deny' }] }, context: {} };
    },
    query: echo,
    documents: echo,
    ...overrides,
  };
  const server = await serveHttp({ gateway: localGateway(functions), port, limit });
  onTestFinished(() => server.close());
  return server;
}

/** An API that answers one request at a time and lets none wait. */
function oneAtATime(): RequestLimit {
  return requestLimit({ maxInFlight: 1, maxWaiting: 0, maxWaitMilliseconds: 0, clock: manualClock() });
}

/** A question that ends when it is told to; health goes through at once. */
function heldQuery() {
  const entered = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  const query = async ({ path }: ProxyEvent) => {
    if (path === '/v1/health') return jsonResponse(200, {});
    entered.resolve();
    await released.promise;
    return jsonResponse(200, {});
  };
  return { query, entered: entered.promise, release: () => released.resolve() };
}

const withToken = { headers: { authorization: 'Bearer token' } };

describe('the local API', () => {
  it('routes by the one list and hands on what the authorizer said of the caller', async () => {
    const { address } = await serve();

    const response = await fetch(`${address}/v1/documents/d1?limit=2`, withToken);

    expect(await response.json()).toEqual({
      resource: '/v1/documents/{id}',
      id: { id: 'd1' },
      authorizer: ALLOWED.context,
    });
  });

  it('answers health without a token, and with the caller of nobody', async () => {
    const { address } = await serve();

    const response = await fetch(`${address}/v1/health`);

    expect(await response.json()).toMatchObject({ resource: '/v1/health', authorizer: {} });
  });

  it.each([
    ['no token', {}],
    ['another token', { headers: { authorization: 'Bearer other' } }],
  ])('refuses %s on every other route', async (_what, init) => {
    const { address } = await serve();

    const response = await fetch(`${address}/v1/documents`, init);

    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
  });

  it.each([
    ['Unauthorized', 401],
    ['down', 500],
  ])('takes an authorizer that ends by `%s` for %i, as API Gateway does', async (message, status) => {
    const { address } = await serve({
      authorizer: async () => {
        throw new Error(message);
      },
    });

    expect((await fetch(`${address}/v1/documents`, withToken)).status).toBe(status);
  });

  it.each([
    ['GET', '/', 404],
    ['GET', '/v1/documents/../answers/a1/x', 404],
    ['GET', '/v1/documents/a%2Fb', 404],
    ['PUT', '/v1/documents', 405],
    ['DELETE', '/v1/health', 405],
  ])('answers %s %s by %i and a problem that says what to do', async (method, path, status) => {
    const { address } = await serve();

    const response = await fetch(address + path, { method, ...withToken });

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status, detail: expect.stringMatching(/.+/) });
  });

  it('hears a body that is too large to its end and says so', async () => {
    const { address } = await serve();

    const response = await fetch(`${address}/v1/answers`, {
      method: 'POST',
      body: 'x'.repeat(MAX_BODY_BYTES * 4),
      ...withToken,
    });

    expect(response.status).toBe(413);
  });

  it('never shows what a defect said', async () => {
    const { address } = await serve({
      query: async () => {
        throw new Error('the text of a document');
      },
    });

    const response = await fetch(`${address}/v1/answers`, { method: 'POST', body: '{}', ...withToken });

    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('text of a document');
  });

  it('sends a body part by part, and stops making it when the client leaves', async () => {
    let stopped: () => void = () => undefined;
    const wasStopped = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    async function* endless() {
      try {
        for (;;) {
          yield 'data: part\n\n';
          await new Promise(setImmediate);
        }
      } finally {
        stopped();
      }
    }
    const { address } = await serve({ query: async () => ({ statusCode: 200, headers: {}, body: endless() }) });

    const controller = new AbortController();
    const response = await fetch(`${address}/v1/answers`, {
      method: 'POST',
      body: '{}',
      signal: controller.signal,
      ...withToken,
    });
    const first = await response.body?.getReader().read();
    controller.abort();
    await wasStopped;

    expect(Buffer.from(first?.value ?? []).toString()).toContain('data: part');
  });

  it('sheds what it has no room for by 429 and Retry-After, and has room again when the first has ended', async () => {
    const { query, entered, release } = heldQuery();
    const { address } = await serve({ query }, 0, oneAtATime());
    const first = fetch(`${address}/v1/answers`, { method: 'POST', body: '{}', ...withToken });
    await entered;

    const shed = await fetch(`${address}/v1/documents`, withToken);
    release();
    await (await first).text();
    const after = await fetch(`${address}/v1/documents`, withToken);

    expect(shed.status).toBe(429);
    expect(shed.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(shed.headers.get('content-type')).toBe('application/problem+json');
    expect(await shed.json()).toMatchObject({ status: 429, type: 'urn:affidavit:failure:Overloaded' });
    expect(after.status).toBe(200);
  });

  it('answers health while it sheds everything else', async () => {
    const { query, entered, release } = heldQuery();
    const { address } = await serve({ query }, 0, oneAtATime());
    const first = fetch(`${address}/v1/answers`, { method: 'POST', body: '{}', ...withToken });
    await entered;

    const health = await fetch(`${address}/v1/health`);
    release();
    await first;

    expect(health.status).toBe(200);
  });

  it('takes in whatever comes, one beside the other, when the defence is off', async () => {
    const { query, entered, release } = heldQuery();
    const { address } = await serve({ query });
    const first = fetch(`${address}/v1/answers`, { method: 'POST', body: '{}', ...withToken });
    await entered;

    const second = await fetch(`${address}/v1/documents`, withToken);
    release();
    await first;

    expect(second.status).toBe(200);
  });

  it('takes a free port when the usual one is in use, and listens on this machine alone', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };

    const { address } = await serve({}, port);

    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(address).not.toContain(`:${port}`);
  });

  it('survives a request that is no HTTP', async () => {
    const { address } = await serve();
    const { port, hostname } = new URL(address);
    const socket = connect(Number(port), hostname);
    socket.resume().end('\u0000\u0001 nonsense\r\n\r\n');
    await once(socket, 'close');

    expect((await fetch(`${address}/v1/health`)).status).toBe(200);
  });
});
