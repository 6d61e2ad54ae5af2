import type { MetricHistory } from '#shared/adapters/local/metric-history.ts';
import { prometheusMetrics } from '#shared/adapters/local/prometheus-metrics.ts';
import type { Metrics } from '#shared/ports/metrics.ts';

/** One port of metrics over both of this machine: what the process emitted, and what is kept by the minute. */
export function metricPorts(history: MetricHistory) {
  const prometheus = prometheusMetrics();
  const emit: Metrics['emit'] = (values) => {
    prometheus.emit(values);
    history.emit(values);
  };
  return { metrics: { emit }, prometheus, history };
}
