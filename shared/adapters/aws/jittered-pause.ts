import { fullJitter } from '../../domain/full-jitter.ts';
import type { Clock } from '../../ports/clock.ts';

/** Waits before a further try; `tries` were made so far, 1 or more. `atLeast` is in milliseconds, 0 without. */
export type Pause = (tries: number, signal?: AbortSignal, atLeast?: number) => Promise<void>;

export interface JitteredPauseOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** From 0 to below 1. */
  readonly random?: () => number;
}

/** Milliseconds: the first wait is at most the base, each further one at most twice the one before, none above the cap. */
const BACKOFF = { base: 100, cap: 5_000 };

/** Full jitter. What the other side asked for is waited in full, and the jitter on top: it said the same to all. */
export function jitteredPause({ clock, random = Math.random }: JitteredPauseOptions): Pause {
  return async (tries, signal, atLeast = 0) => {
    await clock.sleep(atLeast + Math.round(fullJitter(tries, random(), BACKOFF)), signal);
  };
}
