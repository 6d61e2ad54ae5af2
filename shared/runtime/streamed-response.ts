import type { Context } from 'aws-lambda';
import type { HttpFunction, ProxyEvent } from './http.ts';
import { sendBody } from './send-body.ts';

/**
 * The function as Lambda runs it with response streaming, behind API Gateway's transfer mode `STREAM`: status and
 * headers first, then the body as it comes. Lambda's runtime provides `awslambda`.
 *
 * Source: AWS's runtime for Node, aws-lambda-ric 4.0.2, HttpResponseStream and createResponseStream.
 */
export function streamedResponse(handler: HttpFunction) {
  return awslambda.streamifyResponse(async (event: ProxyEvent, stream, context: Context) => {
    const { statusCode, headers, body } = await handler(event, context);
    const response = awslambda.HttpResponseStream.from(stream, { statusCode, headers });
    response.write(''); // Status and headers go out with a first call of `write`, and with no call of `end`.
    await sendBody(body, response);
  });
}
