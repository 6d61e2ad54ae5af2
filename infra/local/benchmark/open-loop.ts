import { seededRandom } from '#shared/domain/statistics.ts';
import type { Clock } from '#shared/ports/clock.ts';

interface ArrivalOptions {
  /** Mean rate. */
  readonly perSecond: number;
  readonly seconds: number;
  readonly seed: number;
}

/** When requests arrive, in milliseconds from the start: a Poisson process, as of many who know nothing of each other. */
export function arrivalTimes({ perSecond, seconds, seed }: ArrivalOptions): number[] {
  const random = seededRandom(seed);
  const times: number[] = [];
  const gap = () => (-Math.log(1 - random()) * 1000) / perSecond;
  for (let at = gap(); at < seconds * 1000; at += gap()) times.push(at);
  return times;
}

/** One request: when it was due, and what it came to. */
export interface Arrival<T> {
  /** Milliseconds since 1970. */
  readonly dueAt: number;
  /** From the time at which it was due to its end, however late it was sent. */
  readonly milliseconds: number;
  readonly result: T;
}

/**
 * Sends a request at each of the times, whether or not the ones before have ended, and waits for all. Nothing holds the
 * load back while the system is slow, and what a stall delays counts from its due time: no coordinated omission.
 */
export async function openLoop<T>(
  times: readonly number[],
  send: (position: number) => Promise<T>,
  clock: Clock,
): Promise<Arrival<T>[]> {
  const start = clock.now();
  const running: Promise<Arrival<T>>[] = [];
  for (const [position, time] of times.entries()) {
    const dueAt = start + time;
    const early = dueAt - clock.now();
    if (early > 0) await clock.sleep(early);
    running.push(send(position).then((result) => ({ dueAt, milliseconds: clock.now() - dueAt, result })));
  }
  return Promise.all(running);
}
