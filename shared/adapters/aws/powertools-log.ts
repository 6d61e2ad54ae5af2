import { Logger } from '@aws-lambda-powertools/logger';
import { type ActivityLevel, activityFields, activityLevel } from '../../domain/activity.ts';
import { METRIC_SERVICE } from '../../domain/operational-metrics.ts';
import type { ActivityLog } from '../../ports/activity-log.ts';
import type { Clock } from '../../ports/clock.ts';

export interface PowertoolsLogOptions {
  /** Stage of the app, on every line. */
  readonly environment: string;
  /** Least level that is written. Lambda's own setting wins where it asks for less. */
  readonly level: ActivityLevel;
  readonly clock: Clock;
}

/**
 * Lines of JSON as Powertools for AWS writes them, with the trace's id: for CloudWatch Logs, where
 * `filter execution = "…"` or `filter requestId = "…"` finds a document's or a request's lines in every function.
 */
export function powertoolsLog({ environment, level, clock }: PowertoolsLogOptions): ActivityLog {
  const logger = new Logger({
    serviceName: METRIC_SERVICE,
    logLevel: LEVELS[level],
    persistentKeys: { environment },
  });
  return {
    begin: (run) => {
      const startedAt = clock.now();
      return (end) => {
        const activity = { ...run, ...end, milliseconds: clock.now() - startedAt };
        logger[activityLevel(activity)](`${run.function} ended`, activityFields(activity));
      };
    },
  };
}

const LEVELS = { info: 'INFO', warn: 'WARN', error: 'ERROR' } as const;
