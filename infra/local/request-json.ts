import type { Problem } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { failureNamed, PipelineFailure } from '#shared/domain/failures.ts';
import type { Stack } from './stack.ts';

/** Long enough for any one command. */
const TOKEN_SECONDS = 600;

/**
 * Calls a route as the caller, through the same authorizer and handler as a request over HTTP.
 *
 * @throws PipelineFailure what the problem document of the answer stands for.
 */
export async function requestJson<T>(
  stack: Stack,
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

  const problem = JSON.parse(text) as Problem; // Every failure of the API is one.
  const name = failureNamed(problem.type.slice(problem.type.lastIndexOf(':') + 1));
  const where = problem.errors?.map((error) => `${error.path}: ${error.message}`).join('; ');
  throw new PipelineFailure(name, where ? `${problem.title} (${where})` : problem.title);
}

async function wholeBody(body: string | AsyncIterable<string>): Promise<string> {
  if (typeof body === 'string') return body;
  let text = '';
  for await (const part of body) text += part;
  return text;
}
