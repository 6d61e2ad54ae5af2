import type { ActivityLevel } from '../../domain/activity.ts';
import type { ActivityLog } from '../../ports/activity-log.ts';
import type { Clock, Ids } from '../../ports/clock.ts';
import { daemonSender } from './daemon-sender.ts';
import { powertoolsLog } from './powertools-log.ts';
import { xRayTraces } from './x-ray-traces.ts';

export interface FunctionLogOptions {
  readonly settings: {
    readonly ENVIRONMENT: string;
    readonly LOG_LEVEL: ActivityLevel;
    readonly AWS_XRAY_DAEMON_ADDRESS?: string | undefined;
  };
  readonly clock: Clock;
  readonly ids: Ids;
  readonly traceHeader: () => string | undefined;
}

/** Where a function on Lambda notes its runs: lines for CloudWatch Logs and, where a daemon is there, traces for X-Ray. */
export function functionLog({ settings, clock, ids, traceHeader }: FunctionLogOptions): ActivityLog {
  const { ENVIRONMENT: environment, LOG_LEVEL: level, AWS_XRAY_DAEMON_ADDRESS: daemon } = settings;
  const lines = powertoolsLog({ environment, level, clock });
  if (daemon === undefined) return lines;
  const traces = xRayTraces({ clock, ids, traceHeader, send: daemonSender(daemon) });
  return {
    begin: (run) => {
      const ends = [lines.begin(run), traces.begin(run)];
      return (end) => {
        for (const tell of ends) tell(end);
      };
    },
  };
}
