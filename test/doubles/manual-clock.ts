import type { Clock } from '#shared/ports/clock.ts';

/** A clock that moves only when a test says so, or when somebody sleeps: then at once, by as long. */
export interface ManualClock extends Clock {
  advance(seconds: number): void;
}

export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  return {
    now: () => now,
    sleep: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      now += milliseconds;
    },
    advance: (seconds) => {
      now += seconds * 1000;
    },
  };
}
