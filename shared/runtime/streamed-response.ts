import type { Writable } from 'node:stream';
import type { Context } from 'aws-lambda';
import type { HttpFunction, HttpResponse, ProxyEvent } from './http.ts';

/**
 * The function as Lambda runs it with response streaming, behind API Gateway's transfer mode `STREAM`: status and
 * headers first, then the body as it comes. Lambda's runtime provides `awslambda`.
 */
export function streamedResponse(handler: HttpFunction) {
  return awslambda.streamifyResponse(async (event: ProxyEvent, stream, context: Context) => {
    const { statusCode, headers, body } = await handler(event, context);
    await send(body, awslambda.HttpResponseStream.from(stream, { statusCode, headers }));
  });
}

async function send(body: HttpResponse['body'], stream: Writable): Promise<void> {
  if (typeof body === 'string') {
    stream.end(body);
    return;
  }
  const parts = body[Symbol.asyncIterator]();
  stream.on('close', () => void parts.return?.()); // The client left: whatever makes the answer may stop.
  for (let next = await parts.next(); !next.done && !stream.destroyed; next = await parts.next()) {
    if (!stream.write(next.value)) await writable(stream);
  }
  stream.end();
}

function writable(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      stream.off('drain', go).off('close', go);
      resolve();
    };
    stream.on('drain', go).on('close', go);
  });
}
