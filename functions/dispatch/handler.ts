import middy from '@middy/core';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import { type FlowPorts, observeFlow } from '#shared/runtime/observe-flow.ts';
import { type DispatchExecutionsPorts, dispatchExecutions } from './dispatch-executions.ts';

/** Called by a schedule, whose event says nothing. What waits after it is told whether it went well or not. */
export const createHandler = (ports: DispatchExecutionsPorts & FlowPorts & { readonly log: ActivityLog }) =>
  middy<unknown, void>()
    .use(noteActivity<unknown, void>('dispatch', ports.log).run)
    .use(hideDefect('dispatch'))
    .handler(async (_event, _context, { signal }) => {
      try {
        await dispatchExecutions(ports, signal);
      } finally {
        await observeFlow(ports, signal);
      }
    });
