import { expect, it } from 'vitest';
import { goalOf, isMet } from '#infra/local/benchmark/goals.ts';
import { arrivalTimes, openLoop } from '#infra/local/benchmark/open-loop.ts';
import { percentile } from '#shared/domain/statistics.ts';
import { manualClock } from '../doubles/manual-clock.ts';

it('lets requests arrive at the mean rate with the gaps of a Poisson process, the same for the same seed', () => {
  const times = arrivalTimes({ perSecond: 20, seconds: 500, seed: 1 });
  const gaps = times.map((time, at) => time - (times[at - 1] ?? 0));

  expect(times.length / 500).toBeCloseTo(20, 0);
  expect(percentile(gaps, 50)).toBeGreaterThan(30); // 50 ms times the logarithm of 2.
  expect(percentile(gaps, 50)).toBeLessThan(40);
  expect(arrivalTimes({ perSecond: 20, seconds: 500, seed: 1 })).toEqual(times);
  expect(times.at(-1)).toBeLessThan(500_000);
});

it('counts what a stall held up from when it was due, not from when it was sent', async () => {
  const clock = manualClock();
  const stallsOnce = async (position: number) => {
    if (position === 0) clock.advance(1);
    return position;
  };

  const arrivals = await openLoop([0, 100, 200], stallsOnce, clock);

  expect(arrivals.map(({ milliseconds }) => milliseconds)).toEqual([1_000, 900, 800]);
});

it('sends each request at its time though none before it has ended', async () => {
  const clock = manualClock();
  const start = clock.now();
  const sentAt: number[] = [];
  const last = Promise.withResolvers<void>();
  const endsTogether = (position: number) => {
    sentAt.push(clock.now() - start);
    if (position === 2) last.resolve();
    return last.promise;
  };

  await openLoop([10, 20, 30], endsTogether, clock);

  expect(sentAt).toEqual([10, 20, 30]);
});

it('has a goal for what has one, in the direction in which the figure is good, and no figure meets none', () => {
  expect(goalOf('load-question.p95')).toEqual({ goal: { bound: 'at most', value: 250 } });
  expect(goalOf('load-question.p50')).toEqual({});
  expect(isMet(250, { bound: 'at most', value: 250 })).toBe(true);
  expect(isMet(499, { bound: 'at least', value: 500 })).toBe(false);
  expect(isMet(Number.NaN, { bound: 'at most', value: 1 })).toBe(false);
});
