import { type MetricSeries, metricSeries } from '#shared/domain/metric-series.ts';
import type { MetricName } from '#shared/domain/operational-metrics.ts';

/** What is emitted of a metric in a minute, all together; undefined when nothing is. */
export type Emission = (minute: number) => number | undefined;

/** Series of what a simulation emits. A minute's emissions count as one observation: no alarm of ours counts them. */
export function simulatedSeries(
  minutes: number,
  emissions: Readonly<Partial<Record<MetricName, Emission>>>,
): ReadonlyMap<string, MetricSeries> {
  const series = Object.entries(emissions).map(([metric, emission]) => {
    const points = metricSeries(minutes, (minute) => {
      const value = emission(minute);
      return value === undefined ? undefined : { count: 1, sum: value, minimum: value, maximum: value };
    });
    return [metric, points] as const;
  });
  return new Map(series);
}
