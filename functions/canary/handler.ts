import middy from '@middy/core';
import type { ActivityLog } from '#shared/ports/activity-log.ts';
import { hideDefect } from '#shared/runtime/hide-defect.ts';
import { noteActivity } from '#shared/runtime/note-activity.ts';
import { type CanaryOutcome, type CanaryPorts, runCanary } from './run-canary.ts';

/**
 * Milliseconds before Lambda's own time-out at which the run gives up: enough to remove what it put there. And those that
 * are left when the removal gives up too, for its metrics.
 */
const EARLY_MILLISECONDS = 20_000;
const LAST_MILLISECONDS = 1_000;

/** Called by a schedule, whose event says nothing. A canary that fails is told by its metrics and is no failed call. */
export const createHandler = (ports: CanaryPorts & { readonly log: ActivityLog }) =>
  middy<unknown, CanaryOutcome>()
    .use(noteActivity<unknown, CanaryOutcome>('canary', ports.log).run)
    .use(hideDefect('canary'))
    .handler((_event, context) => {
      const signalAt = (early: number) =>
        AbortSignal.timeout(Math.max(0, Math.floor(context.getRemainingTimeInMillis() - early)));
      const signals = { signal: signalAt(EARLY_MILLISECONDS), cleanUpSignal: signalAt(LAST_MILLISECONDS) };
      return runCanary(ports, signals);
    });
