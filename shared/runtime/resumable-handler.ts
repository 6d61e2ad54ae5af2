import middy from '@middy/core';
import type { ActivityLog } from '../ports/activity-log.ts';
import { hideDefect } from './hide-defect.ts';
import { noteActivity } from './note-activity.ts';

/** Milliseconds before Lambda's own time-out at which the work is cut short: enough for what is at hand to let go. */
const EARLY_MILLISECONDS = 5_000;

/**
 * The Lambda handler of work that goes on where it was cut short when it is called again, so that running out of time is
 * no failure of it: it notes each run and hides what a defect says.
 */
export function resumableHandler<In, Outcome extends { readonly isFinished: boolean }>(name: string, log: ActivityLog) {
  return middy<In, Outcome>({
    timeoutEarlyInMillis: EARLY_MILLISECONDS,
    timeoutEarlyResponse: () => ({ isFinished: false }),
  })
    .use(noteActivity<In, Outcome>(name, log).run)
    .use(hideDefect(name));
}
