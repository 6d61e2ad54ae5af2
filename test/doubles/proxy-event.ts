import type { Context } from 'aws-lambda';
import type { Caller } from '#shared/domain/access.ts';
import type { HttpFunction, HttpResponse, ProxyEvent } from '#shared/runtime/http.ts';

export interface TestRequest {
  /** Such as `POST /v1/documents/{id}`. */
  readonly route: string;
  readonly id?: string;
  readonly caller?: Caller | undefined;
  /** Sent as JSON, or as it is when it is text. */
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What API Gateway makes of a request. */
export function proxyEvent({ route, id, caller, body, query, headers }: TestRequest): ProxyEvent {
  const [httpMethod = '', resource = ''] = route.split(' ');
  return {
    httpMethod,
    resource,
    path: resource.replace('{id}', id ?? ''),
    pathParameters: id === undefined ? null : { id },
    queryStringParameters: query ?? null,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
    requestContext: {
      requestId: 'request-1',
      authorizer: caller ? { ...caller, groups: JSON.stringify(caller.groups) } : null,
    },
  };
}

/** A call with a minute to go, whose body is read to its end. */
export async function call(handler: HttpFunction, request: TestRequest) {
  const context = { getRemainingTimeInMillis: () => 60_000 } as Context; // Handlers ask for nothing else of it.
  const { statusCode, headers, body } = await handler(proxyEvent(request), context);
  const text = await wholeBody(body);
  return { status: statusCode, headers, text, json: () => JSON.parse(text) };
}

export async function wholeBody(body: HttpResponse['body']): Promise<string> {
  if (typeof body === 'string') return body;
  let text = '';
  for await (const part of body) text += part;
  return text;
}
