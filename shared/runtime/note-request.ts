import type { MiddlewareObj } from '@middy/core';
import { CallerContextSchema } from '../contracts/authorizer.ts';
import type { ActivityEnd, ActivitySubject } from '../domain/activity.ts';
import type { ActivityLog } from '../ports/activity-log.ts';
import { failureEnd } from './failure-end.ts';
import type { HttpResponse, ProxyEvent } from './http.ts';
import { invocationOf } from './note-activity.ts';
import { observedBody } from './observed-body.ts';
import { problemIn } from './problem-in.ts';

/**
 * Notes each request in the log once its answer is at its end, also of one that is streamed, which ends, fails or is
 * abandoned by its client long after the handler returned. `isRoute` tells routes of ours, such as `POST /v1/search`.
 */
export function noteRequest(
  name: string,
  log: ActivityLog,
  isRoute: (route: string) => boolean,
): MiddlewareObj<ProxyEvent, HttpResponse> {
  const ends = new WeakMap<object, (end: ActivityEnd) => void>();
  return {
    before: (request) => {
      const end = log.begin({ function: name, invocationId: invocationOf(request.context) });
      const subject = subjectOf(request.event, isRoute);
      ends.set(request, (ending) => end({ ...subject, ...ending }));
    },
    after: (request) => {
      const { response } = request;
      const end = ends.get(request);
      if (!response || end === undefined) return;
      const { statusCode: status, body } = response;
      if (typeof body === 'string') end({ outcome: 'succeeded', status });
      else request.response = { ...response, body: notedBody(body, status, end) };
    },
    onError: (request) => {
      ends.get(request)?.({ ...failureEnd(request.error), status: request.response?.statusCode });
    },
  };
}

function subjectOf(event: ProxyEvent, isRoute: (route: string) => boolean): ActivitySubject {
  const route = `${event.httpMethod} ${event.resource}`;
  const caller = CallerContextSchema.safeParse(event.requestContext.authorizer);
  return {
    requestId: event.requestContext.requestId,
    route: isRoute(route) ? route : undefined,
    tenantId: caller.data?.tenantId,
    documentId: event.resource === '/v1/documents/{id}' ? event.pathParameters?.['id'] : undefined,
  };
}

function notedBody(body: AsyncIterable<string>, status: number, end: (end: ActivityEnd) => void) {
  let ending: ActivityEnd = { outcome: 'succeeded', status };
  return observedBody(body, {
    onPart: (frame) => {
      const problem = problemIn(frame);
      if (problem !== undefined) ending = { outcome: problem.failure, status: problem.status };
    },
    onEnd: () => end(ending),
    onLeft: () => end({ outcome: 'abandoned', status }),
  });
}
