import type { MetricName, MetricValues } from '#shared/domain/operational-metrics.ts';
import type { Metrics } from '#shared/ports/metrics.ts';

export interface RecordedMetrics extends Metrics {
  readonly emitted: readonly MetricValues[];
  /** All that was emitted of a metric, added up; undefined when nothing was. */
  total(name: MetricName): number | undefined;
}

/** Metrics that a test looks at. */
export function recordedMetrics(): RecordedMetrics {
  const emitted: MetricValues[] = [];
  return {
    emitted,
    emit: (values) => void emitted.push(values),
    total: (name) => {
      const values = emitted.flatMap((one) => one[name] ?? []);
      return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
    },
  };
}
