import type { MetricValues } from '../domain/operational-metrics.ts';

/** Whom an emission is about. It is written beside the figures where lines are kept, and never makes a metric of its own. */
export interface MetricSubject {
  readonly tenantId: string;
}

/**
 * Where the product's figures about itself go. What is emitted together belongs to one moment. It never fails and never
 * makes anybody wait: a measurement is not worth an answer.
 */
export interface Metrics {
  emit(values: MetricValues, about?: MetricSubject): void;
}
