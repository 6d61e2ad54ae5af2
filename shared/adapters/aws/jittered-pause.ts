import type { Clock } from '../../ports/clock.ts';

/** Waits before a further try; `tries` were made so far, 1 or more. `atLeast` is in milliseconds, 0 without. */
export type Pause = (tries: number, signal?: AbortSignal, atLeast?: number) => Promise<void>;

export interface JitteredPauseOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** From 0 to below 1. */
  readonly random?: () => number;
}

/** Milliseconds: the first wait is at most the base, each further one at most twice the one before, none above the cap. */
const BASE = 100;
const CAP = 5_000;

/**
 * Exponential backoff with full jitter, so that many writers that were refused together do not come back together. What
 * the other side asked for is waited in full, and the jitter comes on top: it said the same to all of them.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function jitteredPause({ clock, random = Math.random }: JitteredPauseOptions): Pause {
  return async (tries, signal, atLeast = 0) => {
    const jitter = random() * Math.min(CAP, BASE * 2 ** (tries - 1));
    await clock.sleep(atLeast + Math.round(jitter), signal);
  };
}
