import type { MiddlewareObj } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { ActivityEnd } from '../domain/activity.ts';
import type { ActivityLog } from '../ports/activity-log.ts';
import { failureEnd } from './failure-end.ts';

type Told = Omit<ActivityEnd, 'outcome' | 'details'>;

/** A function's run, noted in the log from its first middleware to its last. */
export interface NotedActivity<In, Out> {
  /** Goes before all others: what they make of an event or an error is what is noted. */
  readonly run: MiddlewareObj<In, Out>;
  /** Goes after the contract: says what an event is about that keeps to it. Of any other nothing is told. */
  readonly about: (tell: (event: In) => Told) => MiddlewareObj<In, Out>;
}

/** The run of a function, well or not, as one line. `result` reads counts off what it answers. */
export function noteActivity<In, Out>(
  name: string,
  log: ActivityLog,
  result: (response: Out) => Told = () => ({}),
): NotedActivity<In, Out> {
  const ends = new WeakMap<object, (end: ActivityEnd) => void>();
  const told = new WeakMap<object, Told>();
  return {
    run: {
      before: (request) => {
        ends.set(request, log.begin({ function: name, invocationId: invocationOf(request.context) }));
      },
      after: (request) => {
        const response = request.response as Out; // Set by then: the handler has answered.
        ends.get(request)?.({ ...told.get(request), ...result(response), outcome: 'succeeded' });
      },
      onError: (request) => {
        ends.get(request)?.({ ...told.get(request), ...failureEnd(request.error) });
      },
    },
    about: (tell) => ({
      before: (request) => {
        told.set(request, tell(request.event));
      },
    }),
  };
}

/** Lambda's id of the call; absent where somebody else calls. */
export function invocationOf(context: Partial<Context> | undefined): string | undefined {
  return context?.awsRequestId;
}
