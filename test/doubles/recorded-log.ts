import type { ActivityEnd, ActivityRun } from '#shared/domain/activity.ts';
import type { ActivityLog } from '#shared/ports/activity-log.ts';

export interface RecordedLog extends ActivityLog {
  /** Runs that have ended, in the order in which they did. */
  readonly runs: readonly (ActivityRun & ActivityEnd)[];
}

/** A log that a test looks at. */
export function recordedLog(): RecordedLog {
  const runs: (ActivityRun & ActivityEnd)[] = [];
  return { runs, begin: (run) => (end) => void runs.push({ ...run, ...end }) };
}
