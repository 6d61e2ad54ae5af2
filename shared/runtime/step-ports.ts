import type { ActivityLog } from '../ports/activity-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { Slots } from '../ports/slots.ts';

/** What every step needs besides its own ports, for its history, its figures, its line of the log and its execution's slot. */
export interface StepPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly log: ActivityLog;
  readonly slots: Pick<Slots, 'renew'>;
}
