import { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Context } from 'aws-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { emptyResponse, httpResponse, jsonResponse } from '#shared/runtime/http.ts';
import { eventStream } from '#shared/runtime/http-event-stream.ts';
import { streamedResponse } from '#shared/runtime/streamed-response.ts';
import { proxyEvent, wholeBody } from '../doubles/proxy-event.ts';

const OPTIONS = { requestId: 'request-1', signal: new AbortController().signal };

describe('eventStream', () => {
  it('sends each event on one line of data, and says when it is done', async () => {
    const { headers, body } = eventStream(async function* () {
      yield { event: 'claim', data: { text: 'two\nlines' } };
    }, OPTIONS);

    expect(headers['content-type']).toBe('text/event-stream');
    expect(await wholeBody(body)).toBe('event: claim\ndata: {"text":"two\\nlines"}\n\nevent: done\ndata: {}\n\n');
  });

  it('ends with a problem when the source fails on the way', async () => {
    const { body } = eventStream(async function* () {
      yield { event: 'sources', data: {} };
      throw new PipelineFailure('DependencyUnavailable', 'the index did not answer');
    }, OPTIONS);

    expect(await wholeBody(body)).toMatch(
      /event: sources\n.*\n\nevent: error\ndata: {.*DependencyUnavailable.*}\n\nevent: done/s,
    );
  });

  it('stops what makes the answer as soon as the client leaves, in the middle of its work', async () => {
    let stopped: () => void = () => {};
    const wasStopped = new Promise<void>((resolve) => {
      stopped = resolve;
    });
    const { body } = eventStream(async function* (signal) {
      yield { event: 'sources', data: {} };
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          stopped();
          reject(signal.reason);
        });
      });
    }, OPTIONS);
    const parts = (body as AsyncIterable<string>)[Symbol.asyncIterator](); // Not text, as the test above shows.
    await parts.next();
    void parts.next();

    void parts.return?.();

    await expect(wasStopped).resolves.toBeUndefined();
  });
});

/**
 * Lambda's streaming runtime, as far as it is used: it notes status and headers, and sends them with the first call of
 * `write`, which `end` makes none of. Source: aws-lambda-ric 4.0.2, createResponseStream.
 */
function lambdaRuntime(stream: Writable) {
  const sent: { metadata?: unknown } = {};
  vi.stubGlobal('awslambda', {
    streamifyResponse: (handler: unknown) => handler,
    HttpResponseStream: {
      from: (_stream: Writable, metadata: unknown) => {
        const write = stream.write.bind(stream);
        stream.write = (chunk: string) => {
          sent.metadata ??= metadata;
          return write(chunk);
        };
        return stream;
      },
    },
  });
  return sent;
}

function collector(options: { readonly slow?: boolean } = {}) {
  const parts: string[] = [];
  const stream = new Writable({
    highWaterMark: options.slow ? 1 : 1024,
    write: (chunk, _encoding, done) => {
      parts.push(String(chunk));
      setImmediate(done);
    },
  });
  return { stream, parts };
}

describe('streamedResponse', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  const event = proxyEvent({ route: 'POST /v1/answers' });
  const context = {} as Context; // The functions of these tests ask for nothing of it.

  it('sends status and headers first, then the body part by part, as fast as it is taken', async () => {
    const { stream, parts } = collector({ slow: true });
    const sent = lambdaRuntime(stream);
    const handler = streamedResponse(async () =>
      eventStream(async function* () {
        yield { event: 'claim', data: 1 };
        yield { event: 'claim', data: 2 };
      }, OPTIONS),
    );

    await handler(event, stream as awslambda.HttpResponseStream, context);

    expect(sent.metadata).toMatchObject({ statusCode: 200, headers: { 'content-type': 'text/event-stream' } });
    expect(parts.filter((part) => part !== '')).toHaveLength(3);
    expect(stream.writableEnded).toBe(true);
  });

  it('sends a body that is text whole', async () => {
    const { stream, parts } = collector();
    const sent = lambdaRuntime(stream);

    await streamedResponse(async () => jsonResponse(404, { a: 1 }))(
      event,
      stream as awslambda.HttpResponseStream,
      context,
    );
    await finished(stream);

    expect(sent.metadata).toMatchObject({ statusCode: 404 });
    expect(parts.join('')).toBe('{"a":1}');
  });

  it('sends status and headers of a response without a body', async () => {
    const { stream, parts } = collector();
    const sent = lambdaRuntime(stream);

    await streamedResponse(async () => emptyResponse())(event, stream as awslambda.HttpResponseStream, context);
    await finished(stream);

    expect(sent.metadata).toMatchObject({ statusCode: 204 });
    expect(parts.join('')).toBe('');
  });

  it('stops what makes the answer when the client leaves', async () => {
    const { stream } = collector();
    lambdaRuntime(stream);
    let made = 0;
    const endless: AsyncIterable<string> = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          made += 1;
          if (made === 3) stream.destroy();
          return { done: false, value: 'part' };
        },
      }),
    };

    await streamedResponse(async () => httpResponse(200, 'text/plain', endless))(
      event,
      stream as awslambda.HttpResponseStream,
      context,
    );

    expect(made).toBe(3);
  });
});
