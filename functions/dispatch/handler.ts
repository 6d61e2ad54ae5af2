import middy from '@middy/core';
import { type FlowPorts, observeFlow } from '#shared/runtime/observe-flow.ts';
import { type DispatchExecutionsPorts, dispatchExecutions } from './dispatch-executions.ts';

/** Called by a schedule, whose event says nothing. What waits after it is told whether it went well or not. */
export const createHandler = (ports: DispatchExecutionsPorts & FlowPorts) =>
  middy<unknown, void>().handler(async (_event, _context, { signal }) => {
    try {
      await dispatchExecutions(ports, signal);
    } finally {
      await observeFlow(ports, signal);
    }
  });
