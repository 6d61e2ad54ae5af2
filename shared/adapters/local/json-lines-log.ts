import { type ActivityLevel, activityFields, activityLevel } from '../../domain/activity.ts';
import type { ActivityLog } from '../../ports/activity-log.ts';
import type { Clock } from '../../ports/clock.ts';

interface JsonLinesLogOptions {
  readonly clock: Clock;
  /** Least level that is written. */
  readonly level: ActivityLevel;
  /** Takes one line, without its end. */
  readonly write: (line: string) => void;
}

const LEVELS: readonly ActivityLevel[] = ['info', 'warn', 'error'];

/** One line of JSON a run: the same fields as on AWS. A line that cannot be written is lost, and nothing else is. */
export function jsonLinesLog({ clock, level, write }: JsonLinesLogOptions): ActivityLog {
  return {
    begin: (run) => {
      const startedAt = clock.now();
      return (end) => {
        const activity = { ...run, ...end, milliseconds: clock.now() - startedAt };
        const its = activityLevel(activity);
        if (LEVELS.indexOf(its) < LEVELS.indexOf(level)) return;
        const timestamp = new Date(clock.now()).toISOString();
        const line = {
          level: its.toUpperCase(),
          timestamp,
          message: `${run.function} ended`,
          ...activityFields(activity),
        };
        try {
          write(JSON.stringify(line));
        } catch {
          // Nobody reads it any more.
        }
      };
    },
  };
}
