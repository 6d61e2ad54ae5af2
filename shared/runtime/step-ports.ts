import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';

/** What every step needs besides its own ports, for its history. */
export interface StepPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
}
