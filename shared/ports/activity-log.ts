import type { ActivityEnd, ActivityRun } from '../domain/activity.ts';

/**
 * Where functions say that they ran: one line a run, of ids, counts and durations. It never fails and never makes
 * anybody wait: a line is not worth a document.
 */
export interface ActivityLog {
  /** Begins to time a run. What it gives is called once, when the run has ended. */
  begin(run: ActivityRun): (end: ActivityEnd) => void;
}
