import type { Context } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { jsonResponse } from '#shared/runtime/http.ts';
import { eventStream, type StreamEvent } from '#shared/runtime/http-event-stream.ts';
import { httpHandler, type RouteAction } from '#shared/runtime/http-handler.ts';
import { requestMetrics } from '#shared/runtime/request-metrics.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { call, proxyEvent } from '../doubles/proxy-event.ts';
import { recordedLog } from '../doubles/recorded-log.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

const ANA = { tenantId: 'acme', user: 'ana', groups: [] };

/** The query function whose routes all do what the test says, on a clock that stands still unless they move it. */
function setUp(action: (clock: ReturnType<typeof manualClock>) => RouteAction) {
  const [clock, metrics] = [manualClock(), recordedMetrics()];
  const act = action(clock);
  const handler = httpHandler(
    'query',
    {
      'POST /v1/answers': act,
      'GET /v1/answers/{id}': act,
      'POST /v1/answers/{id}/feedback': act,
      'POST /v1/search': act,
      'GET /v1/health': act,
      'GET /v1/openapi.json': act,
    },
    { log: recordedLog() },
    [requestMetrics({ metrics, clock })],
  );
  const ask = (route = 'POST /v1/answers') => call(handler, { route, caller: ANA, body: {} });
  return { metrics, handler, ask };
}

const streaming = (events: () => AsyncIterable<StreamEvent>) =>
  setUp(
    () =>
      async ({ requestId, signal }) =>
        eventStream(events, { requestId, signal }),
  );

describe('requestMetrics', () => {
  it('counts an answer and its duration, a search without one', async () => {
    const { metrics, ask } = setUp((clock) => async () => {
      clock.advance(6);
      return jsonResponse(200, {});
    });

    await ask();
    await ask('POST /v1/search');

    const answered = { RequestsValid: 1, RequestsFailed: 0 };
    expect(metrics.emitted).toEqual([
      { ...answered, AnswersTimed: 1, AnswersSlow: 1, AnswerDuration: 6_000 },
      answered,
    ]);
  });

  it.each(['DependencyUnavailable', 'Unexpected'] as const)('counts %s as a failure', async (name) => {
    const { metrics, ask } = setUp(() => async () => {
      throw new PipelineFailure(name, 'as the test says');
    });

    await ask();

    expect(metrics.emitted).toEqual([{ RequestsValid: 1, RequestsFailed: 1 }]);
  });

  it.each(['InputInvalid', 'Unauthenticated', 'Overloaded'] as const)('does not count %s', async (name) => {
    const { metrics, ask } = setUp(() => async () => {
      throw new PipelineFailure(name, 'as the test says');
    });

    await ask();

    expect(metrics.total('RequestsValid')).toBeUndefined();
  });

  it('does not count what nobody asked by', async () => {
    const { metrics, ask } = setUp(() => async () => jsonResponse(200, {}));

    await ask('GET /v1/health');

    expect(metrics.emitted).toEqual([]);
  });

  it('counts a streamed answer at its end, with the time to its first claim', async () => {
    const { metrics, ask } = setUp(
      (clock) =>
        async ({ requestId, signal }) =>
          eventStream(
            async function* () {
              yield { event: 'sources', data: {} };
              clock.advance(2);
              yield { event: 'claim', data: {} };
              clock.advance(1);
              yield { event: 'claim', data: {} };
            },
            { requestId, signal },
          ),
    );

    await ask();

    expect(metrics.emitted).toEqual([
      {
        ...{ FirstClaimsTimed: 1, FirstClaimsSlow: 1, FirstClaimDuration: 2_000 },
        ...{ RequestsValid: 1, RequestsFailed: 0, AnswersTimed: 1, AnswersSlow: 0, AnswerDuration: 3_000 },
      },
    ]);
  });

  it('counts a stream that fails after it began, although its status said 200', async () => {
    const { metrics, ask } = streaming(async function* () {
      yield { event: 'sources', data: {} };
      throw new PipelineFailure('DependencyUnavailable', 'as the test says');
    });

    await ask();

    expect(metrics.emitted).toEqual([{ RequestsValid: 1, RequestsFailed: 1 }]);
  });

  it('does not count a stream whose client left, and lets it be stopped', async () => {
    let isStopped = false;
    const { metrics, handler } = streaming(async function* () {
      try {
        yield { event: 'sources', data: {} };
        yield { event: 'claim', data: {} };
      } finally {
        isStopped = true;
      }
    });
    const context = { getRemainingTimeInMillis: () => 60_000 } as Context; // Handlers ask for nothing else of it.
    const { body } = await handler(proxyEvent({ route: 'POST /v1/answers', caller: ANA, body: {} }), context);

    for await (const _part of body as AsyncIterable<string>) break; // The test's own stream.

    expect(isStopped).toBe(true);
    expect(metrics.emitted).toEqual([]);
  });
});
