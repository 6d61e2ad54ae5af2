import { setImmediate as settle } from 'node:timers/promises';
import type { Clock } from '#shared/ports/clock.ts';

/** A clock on which many sleep at once: time leaps to the next that wakes, once nobody has anything left to do. */
export interface VirtualClock extends Clock {
  /** Lets time go on until nobody sleeps any more. */
  run(): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export function virtualClock(start = Date.UTC(2026, 0, 1)): VirtualClock {
  let now = start;
  const sleepers: Sleeper[] = []; // The next to wake stands last.

  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { at: now + Math.max(0, milliseconds), wake: resolve };
        insert(sleepers, sleeper);
        signal?.addEventListener('abort', () => {
          const at = sleepers.indexOf(sleeper);
          if (at >= 0) sleepers.splice(at, 1);
          reject(signal.reason);
        });
      }),
    run: async () => {
      await settle();
      for (let next = sleepers.pop(); next !== undefined; next = sleepers.pop()) {
        now = next.at;
        next.wake();
        await settle(); // Every promise that can go on has gone on.
      }
    },
  };
}

function insert(sleepers: Sleeper[], sleeper: Sleeper): void {
  let low = 0;
  for (let high = sleepers.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((sleepers[middle]?.at ?? 0) > sleeper.at) low = middle + 1;
    else high = middle;
  }
  sleepers.splice(low, 0, sleeper);
}
