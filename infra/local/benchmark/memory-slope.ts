import { leastSquaresSlope } from '#shared/domain/statistics.ts';
import type { Clock } from '#shared/ports/clock.ts';

/** Milliseconds between two looks. */
const INTERVAL = 1_000;

/** Share of the time that counts as warm-up: heaps and caches grow to their size. */
const WARM_UP = 0.2;

/** Watches the memory of this process while `work` runs. The slope is in MiB a minute, by least squares after warm-up. */
export async function withMemorySlope<T>(clock: Clock, work: () => Promise<T>) {
  const looks: { x: number; y: number }[] = [];
  const ended = new AbortController();
  const watching = watch(looks, clock, ended.signal).catch(() => undefined); // The last rest is cut short.
  try {
    const result = await work();
    const counted = looks.slice(Math.floor(looks.length * WARM_UP));
    return { result, slope: leastSquaresSlope(counted), looks: counted.length };
  } finally {
    ended.abort();
    await watching;
  }
}

async function watch(looks: { x: number; y: number }[], clock: Clock, signal: AbortSignal): Promise<void> {
  for (;;) {
    looks.push({ x: clock.now() / 60_000, y: process.memoryUsage.rss() / 2 ** 20 });
    await clock.sleep(INTERVAL, signal);
  }
}
