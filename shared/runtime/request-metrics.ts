import type { MiddlewareObj } from '@middy/core';
import { LIMITS } from '../domain/objectives.ts';
import type { MetricValues } from '../domain/operational-metrics.ts';
import type { Clock } from '../ports/clock.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { HttpResponse, ProxyEvent } from './http.ts';
import { observedBody } from './observed-body.ts';
import { problemIn } from './problem-in.ts';

interface RequestMetricsOptions {
  readonly metrics: Metrics;
  readonly clock: Clock;
}

/** Routes that are promised to be available: whoever asks, asks by one of these. */
const ASKING = ['POST /v1/answers', 'POST /v1/search'];
const ANSWERING = 'POST /v1/answers';

/** What the client is sent is the client's affair below this status, and ours from it on. */
const OUR_FAILURE = 500;
const CLIENTS_FAILURE = 400;

/**
 * Counts questions and searches as their clients see them: whether they were answered, refusals included, and how long it
 * took, also of an answer that is streamed, which ends or fails long after the handler returned. A request that was
 * malformed or not permitted counts neither way; nor does one whose client left.
 */
export function requestMetrics({ metrics, clock }: RequestMetricsOptions): MiddlewareObj<ProxyEvent, HttpResponse> {
  const startTimes = new WeakMap<object, number>();

  const note = (request: { readonly event: ProxyEvent; response: HttpResponse | null | undefined }) => {
    const { event, response } = request;
    const route = `${event.httpMethod} ${event.resource}`;
    if (!ASKING.includes(route) || !response) return;
    const startedAt = startTimes.get(request) ?? clock.now();
    const elapsed = () => clock.now() - startedAt;
    if (typeof response.body === 'string') {
      metrics.emit(valuesOf(response.statusCode, route === ANSWERING ? elapsed() : undefined));
      return;
    }
    request.response = { ...response, body: measured(response.body, elapsed, metrics) };
  };

  return {
    before: (request) => {
      startTimes.set(request, clock.now());
    },
    after: note,
    onError: note,
  };
}

/** The same body; what came of it is told once it is at its end. */
function measured(body: AsyncIterable<string>, elapsed: () => number, metrics: Metrics): AsyncIterable<string> {
  let firstClaim: number | undefined;
  let status = 200;
  return observedBody(body, {
    onPart: (frame) => {
      if (firstClaim === undefined && /^event: (?:claim|refusal)\n/.test(frame)) firstClaim = elapsed();
      status = problemIn(frame)?.status ?? status;
    },
    onEnd: () => metrics.emit({ ...firstClaimValues(firstClaim), ...valuesOf(status, elapsed()) }),
  });
}

function valuesOf(status: number, milliseconds: number | undefined): MetricValues {
  if (status >= OUR_FAILURE) return { RequestsValid: 1, RequestsFailed: 1 };
  if (status >= CLIENTS_FAILURE) return {};
  const answered = { RequestsValid: 1, RequestsFailed: 0 };
  if (milliseconds === undefined) return answered;
  const isSlow = milliseconds > LIMITS.answerMilliseconds;
  return { ...answered, AnswersTimed: 1, AnswersSlow: isSlow ? 1 : 0, AnswerDuration: milliseconds };
}

function firstClaimValues(milliseconds: number | undefined): MetricValues {
  if (milliseconds === undefined) return {};
  const isSlow = milliseconds > LIMITS.firstClaimMilliseconds;
  return { FirstClaimsTimed: 1, FirstClaimsSlow: isSlow ? 1 : 0, FirstClaimDuration: milliseconds };
}
