import type { Statistic } from './objectives.ts';

/** What was observed of a metric in one minute, as CloudWatch keeps it. */
export interface MetricPoint {
  /** Observations. */
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** A metric over a stretch of minutes, counted from 0. */
export interface MetricSeries {
  readonly minutes: number;
  /**
   * A statistic over the `length` minutes before `end`, minute `end` itself not included; minutes before the series have
   * nothing. Undefined when nothing was observed, which is not the same as 0.
   */
  over(statistic: Statistic, end: number, length: number): number | undefined;
}

/** A series of what `pointAt` says of each minute. Sums are kept running, so that long windows cost no more than short. */
export function metricSeries(minutes: number, pointAt: (minute: number) => MetricPoint | undefined): MetricSeries {
  const points = Array.from({ length: minutes }, (_, minute) => pointAt(minute));
  const counts = new Float64Array(minutes + 1);
  const sums = new Float64Array(minutes + 1);
  for (const [minute, point] of points.entries()) {
    counts[minute + 1] = at(counts, minute) + (point?.count ?? 0);
    sums[minute + 1] = at(sums, minute) + (point?.sum ?? 0);
  }
  return {
    minutes,
    over: (statistic, end, length) => {
      const start = Math.max(0, end - length);
      const count = at(counts, end) - at(counts, start);
      if (count === 0) return undefined;
      const sum = at(sums, end) - at(sums, start);
      const values = { Sum: sum, SampleCount: count, Average: sum / count };
      if (statistic !== 'Minimum' && statistic !== 'Maximum') return values[statistic];
      const observed = points.slice(start, end).filter((point) => point !== undefined);
      return statistic === 'Minimum'
        ? Math.min(...observed.map(({ minimum }) => minimum))
        : Math.max(...observed.map(({ maximum }) => maximum));
    },
  };
}

/** Indexes run from 0 to the length; anything else would be a mistake here. */
function at(running: Float64Array, index: number): number {
  return Number(running[index]);
}
