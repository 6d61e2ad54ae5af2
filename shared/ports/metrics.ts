import type { MetricValues } from '../domain/operational-metrics.ts';

/**
 * Where the product's figures about itself go. What is emitted together belongs to one moment. It never fails and never
 * makes anybody wait: a measurement is not worth an answer.
 */
export interface Metrics {
  emit(values: MetricValues): void;
}
