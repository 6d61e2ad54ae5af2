import middy, { type MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { MAX_BODY_BYTES, ROUTES } from '../contracts/api.ts';
import { CallerContextSchema } from '../contracts/authorizer.ts';
import type { Caller } from '../domain/access.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { ActivityLog } from '../ports/activity-log.ts';
import type { HttpFunction, HttpResponse, ProxyEvent } from './http.ts';
import { noteRequest } from './note-request.ts';
import { failureOf, problemResponse } from './problem-response.ts';
import { zodMessages } from './zod-messages.ts';

type RouteOf<Name extends string> = Extract<(typeof ROUTES)[number], { readonly function: Name }>;
type KeyOf<Route> = Route extends {
  readonly method: infer Method extends string;
  readonly path: infer Path extends string;
}
  ? `${Method} ${Path}`
  : never;

/** An action for every route of a function, such as `GET /v1/answers/{id}`; one left out does not compile. */
export type RouteActions<Name extends string> = Readonly<Record<KeyOf<RouteOf<Name>>, RouteAction>>;
export type RouteAction = (request: HttpRequest) => Promise<HttpResponse>;

export interface HttpRequest {
  /** The path's `{id}`; empty where it has none. */
  readonly id: string;
  readonly requestId: string;
  /** The header `Accept`, in lower case. */
  readonly accepts: string;
  /** Aborted when the time is up. */
  readonly signal: AbortSignal;
  /** @throws PipelineFailure `Unauthenticated` when no authorizer vouched for anybody. */
  readonly caller: () => Caller;
  /** @throws PipelineFailure `InputInvalid` or `PayloadTooLarge`. */
  readonly body: <T>(schema: z.ZodMiniType<T>) => T;
  /** @throws PipelineFailure `InputInvalid`. */
  readonly query: <T>(schema: z.ZodMiniType<T>) => T;
}

/** How long before its end a function gives up, in milliseconds, so that the caller hears why. */
const EARLY_MILLISECONDS = 1_000;

/** How long API Gateway waits for a REST integration. Source: API Gateway quotas. */
const GATEWAY_MILLISECONDS = 29_000;

/**
 * The Lambda handler of an API function: routes, checks what comes in, answers every failure with a problem document and
 * notes each request in the log. `observers` see the response as it goes out.
 */
export function httpHandler<Name extends 'query' | 'documents'>(
  name: Name,
  actions: RouteActions<Name>,
  { log }: { readonly log: ActivityLog },
  observers: readonly MiddlewareObj<ProxyEvent, HttpResponse>[] = [],
): HttpFunction {
  const table = new Map<string, RouteAction>(Object.entries(actions));
  return middy<ProxyEvent, HttpResponse>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => {
      throw new PipelineFailure('FunctionTimedOut', 'the request ran out of time');
    },
  })
    .use([noteRequest(name, log, (route) => table.has(route)), ...observers]) // First in, last out: on an error they see what the next line makes of it.
    .onError((request) => {
      request.response = problemResponse(failureOf(request.error), request.event.requestContext.requestId);
    })
    .handler(async (event, context) => {
      const request = requestOf(event, context);
      try {
        return await actionFor(table, event)(request);
      } catch (error) {
        throw failureOf(error, request.signal);
      }
    });
}

function actionFor(actions: ReadonlyMap<string, RouteAction>, { httpMethod, resource }: ProxyEvent): RouteAction {
  const action = actions.get(`${httpMethod} ${resource}`);
  if (action !== undefined) return action;
  const isPath = ROUTES.some(({ path }) => path === resource);
  throw isPath
    ? new PipelineFailure('MethodNotAllowed', 'the method is not allowed')
    : new PipelineFailure('NotFound', 'no such path');
}

function requestOf(event: ProxyEvent, context: Context): HttpRequest {
  const { pathParameters, requestContext } = event;
  const remaining = context.getRemainingTimeInMillis?.() ?? GATEWAY_MILLISECONDS;
  return {
    id: pathParameters?.['id'] ?? '',
    requestId: requestContext.requestId,
    accepts: headerOf(event, 'accept'),
    signal: AbortSignal.timeout(Math.max(0, Math.floor(remaining - EARLY_MILLISECONDS))),
    caller: () => callerOf(event),
    body: (schema) => parse(schema, jsonBody(event)),
    query: (schema) => parse(schema, event.queryStringParameters ?? {}),
  };
}

function headerOf({ headers }: ProxyEvent, name: string): string {
  const [, value = ''] = Object.entries(headers ?? {}).find(([key]) => key.toLowerCase() === name) ?? [];
  return value.toLowerCase();
}

function callerOf({ requestContext }: ProxyEvent): Caller {
  const context = CallerContextSchema.safeParse(requestContext.authorizer);
  if (!context.success) throw new PipelineFailure('Unauthenticated', 'no valid token came with the request');
  const { tenantId, user, groups } = context.data;
  return { tenantId, user, groups: z.array(z.string()).parse(JSON.parse(groups)) };
}

function jsonBody(event: ProxyEvent): unknown {
  const body = event.isBase64Encoded ? Buffer.from(event.body ?? '', 'base64').toString('utf8') : (event.body ?? '');
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) {
    throw new PipelineFailure('PayloadTooLarge', 'the request body is too large', {
      details: { limit: MAX_BODY_BYTES },
    });
  }
  if (!/^application\/json\s*(?:;|$)/.test(headerOf(event, 'content-type'))) {
    throw new PipelineFailure('InputInvalid', 'the content type must be application/json');
  }
  try {
    return JSON.parse(body);
  } catch {
    // Without its cause: a syntax error quotes what it choked on.
    throw new PipelineFailure('InputInvalid', 'the body is not JSON');
  }
}

function parse<T>(schema: z.ZodMiniType<T>, value: unknown): T {
  const parsed = schema.safeParse(value, { error: zodMessages });
  if (parsed.success) return parsed.data;
  throw new PipelineFailure('InputInvalid', 'the request breaks the contract', { cause: parsed.error });
}
