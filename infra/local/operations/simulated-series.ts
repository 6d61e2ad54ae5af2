import { type MetricPoint, type MetricSeries, metricSeries } from '#shared/domain/metric-series.ts';

/** What is emitted of a metric in a minute: all together, or what is known of several emissions; undefined when nothing is. */
export type Emission = (minute: number) => number | MetricPoint | undefined;

/** Series of what a simulation emits. `countOf` says in how many emissions it came; in one unless it is given. */
export function simulatedSeries(
  minutes: number,
  emissions: Readonly<Record<string, Emission | undefined>>,
  countOf: (minute: number) => number | undefined = () => 1,
): ReadonlyMap<string, MetricSeries> {
  const series = Object.entries(emissions).map(([metric, emission]) => {
    const points = metricSeries(minutes, (minute) => {
      const value = emission?.(minute);
      if (typeof value !== 'number') return value;
      return { count: countOf(minute) ?? 1, sum: value, minimum: value, maximum: value };
    });
    return [metric, points] as const;
  });
  return new Map(series);
}
