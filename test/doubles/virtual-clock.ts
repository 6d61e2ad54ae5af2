import { virtualTime } from '#infra/local/simulation/virtual-time.ts';
import type { Clock } from '#shared/ports/clock.ts';

/** A clock on which many sleep at once: time leaps to the next that wakes, once nobody has anything left to do. */
export interface VirtualClock extends Clock {
  /** Lets time go on until nobody sleeps any more. */
  run(): Promise<void>;
}

/** The simulation's time, in which those who wake at the same moment do so in the order in which they fell asleep. */
export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  const time = virtualTime({ start, random: () => 0, maxTurns: Number.POSITIVE_INFINITY });
  return { ...time.clock('a sleeper'), run: () => time.run(async () => false) };
}
