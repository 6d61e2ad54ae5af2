import type { ActivityLog } from '../../ports/activity-log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Metrics } from '../../ports/metrics.ts';
import { randomIds } from '../portable/random-ids.ts';
import { systemClock } from '../portable/system-clock.ts';
import { emfMetrics } from './emf-metrics.ts';
import { type FunctionLogOptions, functionLog } from './function-log.ts';

/** What every function that measures its work has: the time, metrics and a log, all of this environment. */
export interface FunctionTelemetry {
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: ActivityLog;
}

export function functionTelemetry({
  settings,
  traceHeader,
}: Pick<FunctionLogOptions, 'settings' | 'traceHeader'>): FunctionTelemetry {
  return {
    clock: systemClock,
    metrics: emfMetrics({ environment: settings.ENVIRONMENT }),
    log: functionLog({ settings, clock: systemClock, ids: randomIds, traceHeader }),
  };
}
