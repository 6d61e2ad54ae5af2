import middy from '@middy/core';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import { type CanaryOutcome, type CanaryPorts, runCanary } from './run-canary.ts';

/** Milliseconds before Lambda's own time-out at which the run gives up: enough to remove what it put there. */
const EARLY_MILLISECONDS = 20_000;

/** Called by a schedule, whose event says nothing. A canary that fails is told by its metrics and is no failed call. */
export const createHandler = (ports: CanaryPorts & { readonly log: ActivityLog }) =>
  middy<unknown, CanaryOutcome>()
    .use(noteActivity<unknown, CanaryOutcome>('canary', ports.log).run)
    .use(hideDefect('canary'))
    .handler((_event, context) => {
      const left = context.getRemainingTimeInMillis() - EARLY_MILLISECONDS;
      return runCanary(ports, AbortSignal.timeout(Math.max(0, left)));
    });
