import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waits before a further try; `tries` were made so far, 1 or more. */
export type Pause = (tries: number, signal?: AbortSignal) => Promise<void>;

/** Milliseconds: the first wait is at most the base, each further one at most twice the one before, none above the cap. */
const BASE = 100;
const CAP = 5_000;

/**
 * Exponential backoff with full jitter, so that many writers that were refused together do not come back together.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export const jitteredPause: Pause = async (tries, signal) => {
  await sleep(randomInt(Math.min(CAP, BASE * 2 ** (tries - 1)) + 1), undefined, signal ? { signal } : {});
};
