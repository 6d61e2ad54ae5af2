import { randomUUID } from 'node:crypto';
import { MAX_BODY_BYTES, ROUTES } from '#shared/contracts/api.ts';
import { type FailureName, PipelineFailure } from '#shared/domain/failures.ts';
import type { HttpFunction, HttpResponse, ProxyEvent } from '#shared/runtime/http.ts';
import { failureOf, problemResponse } from '#shared/runtime/problem-response.ts';
import { type LocalFunction, localContext } from './local-function.ts';

/** A request as it arrives, whatever carried it. Header names are in lower case. */
export interface GatewayRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

export interface GatewayFunctions {
  readonly authorizer: LocalFunction;
  readonly query: HttpFunction;
  readonly documents: HttpFunction;
}

export type Gateway = (request: GatewayRequest) => Promise<HttpResponse>;

/** As long as API Gateway waits for a REST integration at most. Source: API Gateway quotas. */
const TIMEOUT_SECONDS = 29;

/**
 * What API Gateway does for the functions on AWS, done here: routes by the one list, asks the authorizer, and hands on
 * the same proxy event. It decides nothing else.
 */
export function localGateway(functions: GatewayFunctions): Gateway {
  return async (request) => {
    const requestId = randomUUID();
    return answer(request, requestId, functions).catch((error: unknown) =>
      problemResponse(failureOf(error), requestId),
    );
  };
}

async function answer(request: GatewayRequest, requestId: string, functions: GatewayFunctions): Promise<HttpResponse> {
  const { route, parameters } = matchRoute(request);
  if (Buffer.byteLength(request.body ?? '') > MAX_BODY_BYTES) {
    throw new PipelineFailure('PayloadTooLarge', 'the request body is too large', {
      details: { limit: MAX_BODY_BYTES },
    });
  }
  const authorizer = 'isOpen' in route ? {} : await authorize(request, functions.authorizer);
  const event: ProxyEvent = {
    httpMethod: request.method,
    resource: route.path,
    path: request.path,
    pathParameters: parameters,
    queryStringParameters: { ...request.query },
    headers: { ...request.headers },
    body: request.body ?? null,
    requestContext: { requestId, authorizer },
  };
  return functions[route.function](event, localContext(TIMEOUT_SECONDS));
}

function matchRoute({ method, path }: GatewayRequest) {
  const onPath = ROUTES.flatMap((route) => {
    const pattern = route.path.replaceAll('.', '\\.').replace('{id}', '(?<id>[A-Za-z0-9._-]{1,128})');
    const match = path.match(new RegExp(`^${pattern}$`));
    return match === null ? [] : [{ route, parameters: { ...match.groups } }];
  });
  const found = onPath.find(({ route }) => route.method === method);
  if (found !== undefined) return found;
  throw onPath.length > 0
    ? failure('MethodNotAllowed', 'the method is not allowed')
    : failure('NotFound', 'no such path');
}

/** What the authorizer says of the caller. Anything but an explicit Allow is a refusal. */
async function authorize({ method, path, headers }: GatewayRequest, authorizer: LocalFunction) {
  const event = {
    type: 'REQUEST',
    methodArn: `arn:aws:execute-api:us-east-1:000000000000:local/v1/${method}${path}`,
    headers,
  };
  const decision = await authorizer(event).catch(refusedOnly);
  const { policyDocument, context } = (decision ?? {}) as {
    readonly policyDocument?: { readonly Statement?: readonly { readonly Effect?: string }[] };
    readonly context?: Record<string, string>;
  }; // The shape that API Gateway asks of an authorizer; every part of it may be missing here.
  const isAllowed = policyDocument?.Statement?.every(({ Effect }) => Effect === 'Allow') ?? false;
  if (isAllowed && context !== undefined) return context;
  throw failure('Unauthenticated', 'the token is missing, expired or not valid here');
}

/** The one error by which an authorizer refuses, as with API Gateway; by any other it failed. */
function refusedOnly(error: unknown): undefined {
  if (!(error instanceof Error && error.message === 'Unauthorized')) throw error;
}

function failure(name: FailureName, message: string): PipelineFailure {
  return new PipelineFailure(name, message);
}
