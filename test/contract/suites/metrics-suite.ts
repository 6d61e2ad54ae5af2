import { describe, expect, it } from 'vitest';
import { METRIC_NAMES, type MetricName } from '#shared/domain/operational-metrics.ts';
import type { Metrics } from '#shared/ports/metrics.ts';

/** What every adapter of metrics keeps to. `sumOf` is what came of a metric, all observations added up. */
export function metricsSuite({
  name,
  create,
}: {
  name: string;
  create: () => { readonly metrics: Metrics; readonly sumOf: (metric: MetricName) => Promise<number | undefined> };
}): void {
  describe(`Metrics, ${name}`, () => {
    it.each(METRIC_NAMES)('takes %s', async (metric) => {
      const { metrics, sumOf } = create();

      metrics.emit({ [metric]: 3 });

      expect(await sumOf(metric)).toBe(3);
    });

    it('adds up what is emitted several times, and keeps metrics apart', async () => {
      const { metrics, sumOf } = create();

      metrics.emit({ RequestsValid: 1, RequestsFailed: 0 });
      metrics.emit({ RequestsValid: 1, RequestsFailed: 1 });

      expect([await sumOf('RequestsValid'), await sumOf('RequestsFailed')]).toEqual([2, 1]);
    });

    it('adds up what is about different tenants in one metric', async () => {
      const { metrics, sumOf } = create();

      metrics.emit({ ModelMicrodollars: 2 }, { tenantId: 'acme' });
      metrics.emit({ ModelMicrodollars: 3 }, { tenantId: 'globex' });

      expect(await sumOf('ModelMicrodollars')).toBe(5);
    });

    it('takes an emission of nothing', () => {
      const { metrics } = create();

      expect(() => metrics.emit({})).not.toThrow();
    });
  });
}
