import type { Context } from 'aws-lambda';

/** What API Gateway hands to a function (REST API, proxy integration), as far as we read it. */
export interface ProxyEvent {
  readonly httpMethod: string;
  /** The route's path with its parameters' names, such as `/v1/answers/{id}`. */
  readonly resource: string;
  readonly path: string;
  readonly pathParameters: Readonly<Record<string, string | undefined>> | null;
  readonly queryStringParameters: Readonly<Record<string, string | undefined>> | null;
  readonly headers: Readonly<Record<string, string | undefined>> | null;
  readonly body: string | null;
  readonly isBase64Encoded?: boolean;
  readonly requestContext: {
    readonly requestId: string;
    /** What the authorizer said of the caller. */
    readonly authorizer?: Readonly<Record<string, unknown>> | null;
  };
}

/** A response; one whose body is iterated is sent part by part. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | AsyncIterable<string>;
}

export type HttpFunction = (event: ProxyEvent, context: Context) => Promise<HttpResponse>;

/** On every response: nobody keeps it, guesses its type, frames it or learns where it was linked from. */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

export function httpResponse(statusCode: number, contentType: string, body: HttpResponse['body']): HttpResponse {
  return { statusCode, headers: { ...SECURITY_HEADERS, 'content-type': contentType }, body };
}

export function jsonResponse(statusCode: number, value: unknown): HttpResponse {
  return httpResponse(statusCode, 'application/json', JSON.stringify(value));
}

/** Done, and nothing to say. */
export function emptyResponse(): HttpResponse {
  return { statusCode: 204, headers: { ...SECURITY_HEADERS }, body: '' };
}
