import middy from '@middy/core';
import { type DispatchExecutionsPorts, dispatchExecutions } from './dispatch-executions.ts';

/** Called by a schedule, whose event says nothing. */
export const createHandler = (ports: DispatchExecutionsPorts) =>
  middy<unknown, void>().handler((_event, _context, { signal }) => dispatchExecutions(ports, signal));
