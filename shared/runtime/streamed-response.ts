import type { Context } from 'aws-lambda';
import type { HttpFunction, ProxyEvent } from './http.ts';
import { sendBody } from './send-body.ts';

/**
 * The function as Lambda runs it with response streaming, behind API Gateway's transfer mode `STREAM`: status and
 * headers first, then the body as it comes. Lambda's runtime provides `awslambda`.
 */
export function streamedResponse(handler: HttpFunction) {
  return awslambda.streamifyResponse(async (event: ProxyEvent, stream, context: Context) => {
    const { statusCode, headers, body } = await handler(event, context);
    await sendBody(body, awslambda.HttpResponseStream.from(stream, { statusCode, headers }));
  });
}
