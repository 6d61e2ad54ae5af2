import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FeedbackRequestSchema, MAX_BODY_BYTES, ProblemSchema } from '#shared/contracts/api.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { jsonResponse } from '#shared/runtime/http.ts';
import { httpHandler, type RouteAction, type RouteActions } from '#shared/runtime/http-handler.ts';
import { call, proxyEvent } from '../doubles/proxy-event.ts';
import { recordedLog } from '../doubles/recorded-log.ts';

const ANA = { tenantId: 'acme', user: 'ana', groups: ['finance'] };
const ROUTE = 'POST /v1/answers/{id}/feedback';

/** A function whose feedback route does what the test says. */
function handlerOf(action: RouteAction, log = recordedLog()) {
  const rest = async () => jsonResponse(200, {});
  const actions: RouteActions<'query'> = {
    'POST /v1/answers': rest,
    'GET /v1/answers/{id}': rest,
    'POST /v1/answers/{id}/feedback': action,
    'POST /v1/search': rest,
    'GET /v1/health': rest,
    'GET /v1/openapi.json': rest,
  };
  return httpHandler('query', actions, { log });
}

const readsBody = handlerOf(async ({ body }) => jsonResponse(200, body(FeedbackRequestSchema)));

describe('httpHandler', () => {
  it('hands the action who asks, for what, and with what', async () => {
    const handler = handlerOf(async ({ id, caller, body, accepts, requestId }) =>
      jsonResponse(201, { id, caller: caller(), body: body(FeedbackRequestSchema), accepts, requestId }),
    );

    const response = await call(handler, {
      route: ROUTE,
      id: 'a1',
      caller: ANA,
      body: { verdict: 'helpful' },
      headers: { ACCEPT: 'Text/Event-Stream' },
    });

    expect(response.status).toBe(201);
    expect(response.json()).toEqual({
      id: 'a1',
      caller: ANA,
      body: { verdict: 'helpful' },
      accepts: 'text/event-stream',
      requestId: 'request-1',
    });
  });

  it('reads a body that API Gateway encoded', async () => {
    const body = Buffer.from('{"verdict":"helpful"}').toString('base64');

    const response = await readsBody(
      { ...proxyEvent({ route: ROUTE, caller: ANA, body }), isBase64Encoded: true },
      {} as Context, // A context that tells no time.
    );

    expect(response.statusCode).toBe(200);
  });

  it('reads the query and its defaults', async () => {
    const Query = z.strictObject({ limit: z.coerce.number().default(5) });
    const handler = handlerOf(async ({ query }) => jsonResponse(200, query(Query)));

    expect((await call(handler, { route: ROUTE })).json()).toEqual({ limit: 5 });
    expect((await call(handler, { route: ROUTE, query: { limit: '7' } })).json()).toEqual({ limit: 7 });
    expect((await call(handler, { route: ROUTE, query: { other: '7' } })).status).toBe(400);
  });

  it.each([
    ['a body that is not JSON', { body: '{"verdict": helpful' }, 400, 'InputInvalid'],
    ['no body', {}, 400, 'InputInvalid'],
    [
      'another content type',
      { body: 'verdict=helpful', headers: { 'Content-Type': 'text/plain' } },
      400,
      'InputInvalid',
    ],
    ['an unknown field', { body: { verdict: 'helpful', admin: true } }, 400, 'InputInvalid'],
    ['a megabyte', { body: { verdict: 'x'.repeat(1024 * 1024) } }, 413, 'PayloadTooLarge'],
    ['one byte too much', { body: `{"verdict":"${'x'.repeat(MAX_BODY_BYTES)}"}` }, 413, 'PayloadTooLarge'],
  ])('answers %s with a problem document that says what to do', async (_what, request, status, name) => {
    const response = await call(readsBody, { route: ROUTE, caller: ANA, ...request });

    expect(response.status).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json');
    expect(ProblemSchema.parse(response.json())).toMatchObject({
      type: `urn:affidavit:failure:${name}`,
      status,
      instance: 'urn:affidavit:request:request-1',
    });
  });

  it('names the fields that are wrong, and repeats nothing that was sent', async () => {
    const body = { verdict: 'Ana Ruiz', 'ana@example.org': 1 };

    const response = await call(readsBody, { route: ROUTE, caller: ANA, body });

    expect(response.json().errors).toEqual(
      expect.arrayContaining([
        { path: 'verdict', message: expect.any(String) },
        { path: '', message: 'has fields that are not documented' },
      ]),
    );
    expect(response.text).not.toMatch(/ana/i);
  });

  it.each([
    ['a wrong method', 'PUT /v1/answers', 405],
    ['a path of another function', 'GET /v1/documents', 405],
    ['an unknown path', 'GET /v1/secrets', 404],
  ])('refuses %s', async (_what, route, status) => {
    expect((await call(readsBody, { route, caller: ANA })).status).toBe(status);
  });

  it('lets nobody in for whom no authorizer vouched', async () => {
    const handler = handlerOf(async ({ caller }) => jsonResponse(200, caller()));

    expect((await call(handler, { route: ROUTE })).status).toBe(401);
    expect((await call(handler, { route: ROUTE, caller: { ...ANA, tenantId: '' } })).status).toBe(401);
  });

  it('tells nothing of a defect but that it is one', async () => {
    const handler = handlerOf(async () => {
      throw new TypeError('cannot read Ana Ruiz of undefined');
    });

    const response = await call(handler, { route: ROUTE, caller: ANA });

    expect(response.status).toBe(500);
    expect(response.text).not.toContain('Ana Ruiz');
  });

  it('answers before its time is up', async () => {
    const stuck = handlerOf(
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );

    const response = await stuck(proxyEvent({ route: ROUTE, caller: ANA }), {
      getRemainingTimeInMillis: () => 1_001,
    } as Context);

    expect(JSON.parse(String(response.body)).type).toBe('urn:affidavit:failure:FunctionTimedOut');
  });

  it('answers before its time is up although what it waits for heeds no signal', async () => {
    const deaf = handlerOf(() => new Promise(() => {}));

    const response = await deaf(proxyEvent({ route: ROUTE, caller: ANA }), {
      getRemainingTimeInMillis: () => 1_000,
    } as Context);

    expect(response.statusCode).toBe(503);
    expect(JSON.parse(String(response.body)).type).toBe('urn:affidavit:failure:FunctionTimedOut');
  });

  it('puts headers on every response that keep browsers from guessing and keeping', async () => {
    const failing = handlerOf(async () => {
      throw new PipelineFailure('NotFound', 'no such answer');
    });

    const responses = [
      await call(readsBody, { route: ROUTE, caller: ANA, body: { verdict: 'helpful' } }),
      await call(failing, { route: ROUTE, caller: ANA }),
    ];

    for (const { headers } of responses) {
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    }
  });
});
