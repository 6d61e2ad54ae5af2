import { Buffer } from 'node:buffer';
import {
  InvokeWithResponseStreamCommand,
  type InvokeWithResponseStreamResponseEvent,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { failureOfProblem } from '../../contracts/api.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import type { Ids } from '../../ports/clock.ts';
import type { QuestionApi } from '../../ports/question-api.ts';
import { awsCall } from './aws-call.ts';

export interface LambdaQuestionApiOptions {
  readonly client: Pick<LambdaClient, 'send'>;
  /** Of the function that answers questions, which streams. */
  readonly functionName: string;
  readonly ids: Ids;
}

/** What stands between status and body in a response that is streamed. Source: Lambda, "Response streaming". */
const PRELUDE_END = '\0'.repeat(8);

const PreludeSchema = z.object({ statusCode: z.int() });

/**
 * The function behind the API, called with the event that API Gateway makes of a request whose caller the authorizer let
 * in. Gateway, firewall and authorizer are not on this way; their own metrics tell of them.
 */
export function lambdaQuestionApi({ client, functionName, ids }: LambdaQuestionApiOptions): QuestionApi {
  return {
    post: ({ tenantId, user, groups }, path, body, signal) =>
      awsCall('the question function did not answer', signal, async (options) => {
        const event = {
          ...{ httpMethod: 'POST', resource: path, path, pathParameters: null, queryStringParameters: null },
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(body),
          requestContext: {
            requestId: ids.random(),
            authorizer: { tenantId, user, groups: JSON.stringify(groups) },
          },
        };
        const call = { FunctionName: functionName, Payload: JSON.stringify(event) };
        const { EventStream = [] } = await client.send(new InvokeWithResponseStreamCommand(call), options);
        return responseOf(await wholeOf(EventStream));
      }),
  };
}

async function wholeOf(
  events: AsyncIterable<InvokeWithResponseStreamResponseEvent> | readonly never[],
): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const { PayloadChunk, InvokeComplete } of events) {
    if (InvokeComplete?.ErrorCode !== undefined) throw failed('it ended by an error');
    if (PayloadChunk?.Payload !== undefined) chunks.push(PayloadChunk.Payload);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function responseOf(payload: string): unknown {
  const end = payload.indexOf(PRELUDE_END);
  if (end < 0) throw failed('its response has no status');
  const { statusCode } = PreludeSchema.parse(JSON.parse(payload.slice(0, end)));
  const body: unknown = JSON.parse(payload.slice(end + PRELUDE_END.length));
  if (statusCode >= 400) throw failureOfProblem(body);
  return body;
}

function failed(why: string): PipelineFailure {
  return new PipelineFailure('DependencyUnavailable', `the question function failed: ${why}`);
}
