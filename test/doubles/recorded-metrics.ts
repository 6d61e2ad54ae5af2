import type { MetricName, MetricValues } from '#shared/domain/operational-metrics.ts';
import type { MetricSubject, Metrics } from '#shared/ports/metrics.ts';

export interface RecordedMetrics extends Metrics {
  readonly emitted: readonly MetricValues[];
  /** Whom they were about, of those that were about anybody. */
  readonly subjects: readonly MetricSubject[];
  /** All that was emitted of a metric, added up; undefined when nothing was. */
  total(name: MetricName): number | undefined;
}

/** Metrics that a test looks at. */
export function recordedMetrics(): RecordedMetrics {
  const emitted: MetricValues[] = [];
  const subjects: MetricSubject[] = [];
  return {
    ...{ emitted, subjects },
    emit: (values, about) => {
      emitted.push(values);
      if (about !== undefined) subjects.push(about);
    },
    total: (name) => {
      const values = emitted.flatMap((one) => one[name] ?? []);
      return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
    },
  };
}
