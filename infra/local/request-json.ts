import { failureOfProblem } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import type { Stack } from './stack.ts';

/** Long enough for any one command. */
const TOKEN_SECONDS = 600;

/**
 * Calls a route as the caller, through the same authorizer and handler as a request over HTTP.
 *
 * @throws PipelineFailure what the problem document of the answer stands for.
 */
export async function requestJson<T>(
  stack: Pick<Stack, 'gateway' | 'issueToken'>,
  caller: Caller,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const token = await stack.issueToken(caller, TOKEN_SECONDS);
  const response = await stack.gateway({
    method,
    path,
    query: {},
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await wholeBody(response.body);
  if (response.statusCode < 400) return (text === '' ? undefined : JSON.parse(text)) as T; // The contract of the route.

  throw failureOfProblem(JSON.parse(text)); // Every failure of the API is one.
}

async function wholeBody(body: string | AsyncIterable<string>): Promise<string> {
  if (typeof body === 'string') return body;
  let text = '';
  for await (const part of body) text += part;
  return text;
}
