import { InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it, onTestFinished } from 'vitest';
import { createHandler } from '#functions/query/handler.ts';
import { gatewayQuestionApi } from '#infra/local/gateway-question-api.ts';
import { lambdaQuestionApi } from '#shared/adapters/aws/lambda-question-api.ts';
import { randomIds } from '#shared/adapters/portable/random-ids.ts';
import { apiStack } from '../doubles/api-stack.ts';
import { wholeBody } from '../doubles/proxy-event.ts';
import { questionStack } from '../doubles/question-stack.ts';
import { questionApiSuite } from './suites/question-api-suite.ts';

/** As Lambda hands over a streamed response that is not read as a stream: status and headers, eight zeros, the body. */
async function overLambda() {
  const { ports } = await questionStack();
  const handler = createHandler(ports);
  const lambda = mockClient(LambdaClient);
  lambda.on(InvokeWithResponseStreamCommand).callsFake(async ({ Payload }: { Payload: string }) => {
    const { statusCode, headers, body } = await handler(JSON.parse(Payload), {} as Context); // It asks for nothing of it.
    const payload = `${JSON.stringify({ statusCode, headers })}${'\0'.repeat(8)}${await wholeBody(body)}`;
    return { StatusCode: 200, EventStream: eventsOf(payload) };
  });
  return { lambda, api: lambdaQuestionApi({ client: new LambdaClient(), functionName: 'query', ids: randomIds }) };
}

questionApiSuite({ name: 'aws: the function, called beside the API', create: async () => (await overLambda()).api });

questionApiSuite({
  name: 'local: the gateway',
  create: async () => {
    const { stack, close } = await apiStack();
    onTestFinished(close);
    return gatewayQuestionApi(stack);
  },
});

/** As Lambda sends a response on: in pieces, then the end. */
async function* eventsOf(text: string) {
  const bytes = new TextEncoder().encode(text);
  yield { PayloadChunk: { Payload: bytes.subarray(0, 5) } };
  yield { PayloadChunk: { Payload: bytes.subarray(5) } };
  yield { InvokeComplete: {} };
}

it.each([
  [
    'ends by an error',
    {
      EventStream: (async function* () {
        yield { InvokeComplete: { ErrorCode: 'Unhandled', ErrorDetails: 'a walrus' } };
      })(),
    },
  ],
  ['gives no status', { EventStream: eventsOf('a walrus') }],
])('says that the function %s, and nothing of what it said', async (_what, response) => {
  const { lambda, api } = await overLambda();
  lambda.on(InvokeWithResponseStreamCommand).resolves(response as object); // The mock wants the SDK's own bytes.

  const failure = await api
    .post({ tenantId: 'a', user: 'b', groups: [] }, '/v1/search', {})
    .catch((error: unknown) => error);

  expect(failure).toMatchObject({ name: 'DependencyUnavailable' });
  expect(`${failure} ${JSON.stringify(failure)}`).not.toContain('walrus');
});
