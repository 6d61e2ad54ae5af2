import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { METRIC_NAMES, type MetricName, metricTraits } from '../../domain/operational-metrics.ts';
import type { Metrics } from '../../ports/metrics.ts';

export interface PrometheusMetrics extends Metrics {
  /** Everything emitted since the process began, in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Bounds of a histogram, by unit: around the limits of the objectives, which are among them. */
const BUCKETS = {
  Milliseconds: [25, 50, 100, 200, 400, 600, 1_000, 1_500, 2_500, 5_000, 10_000],
  Seconds: [5, 15, 30, 60, 120, 300, 900, 3_600],
  Percent: [10, 25, 50, 75, 80, 90, 100],
} as const;

/** The metrics of this process for Prometheus: `RequestsValid` is `affidavit_requests_valid_total` there. */
export function prometheusMetrics(): PrometheusMetrics {
  const registry = new Registry();
  const observers = new Map(METRIC_NAMES.map((name) => [name, observerOf(name, registry)]));
  return {
    emit: (values) => {
      for (const [name, value] of Object.entries(values)) observers.get(name as MetricName)?.(value); // As the type has it.
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function observerOf(metric: MetricName, registry: Registry): (value: number) => void {
  const { unit, says: help, isLevel } = metricTraits(metric);
  const words = metric.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const registers = [registry];
  if (isLevel) {
    const gauge = new Gauge({ name: `affidavit${words}`, help, registers });
    return (value) => gauge.set(value);
  }
  if (unit === 'Count') {
    const counter = new Counter({ name: `affidavit${words}_total`, help, registers });
    return (value) => counter.inc(value);
  }
  const name = `affidavit${words}_${unit.toLowerCase()}`;
  const histogram = new Histogram({ name, help, registers, buckets: [...BUCKETS[unit]] });
  return (value) => histogram.observe(value);
}
