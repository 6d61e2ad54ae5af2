import { expect, it } from 'vitest';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { METRIC_HISTORY_SCHEMA, metricHistory } from '#shared/adapters/local/metric-history.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { prometheusMetrics } from '#shared/adapters/local/prometheus-metrics.ts';
import { METRIC_NAMES, type MetricName, metricTraits } from '#shared/domain/operational-metrics.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { metricsSuite } from './suites/metrics-suite.ts';

interface EmfLine extends Partial<Record<MetricName, number>> {
  readonly _aws: { readonly CloudWatchMetrics: readonly object[] };
}

metricsSuite({
  name: 'aws: embedded metric format',
  create: () => {
    const lines: EmfLine[] = [];
    const metrics = emfMetrics({ environment: 'dev', write: (line) => lines.push(JSON.parse(line)) });
    return { metrics, sumOf: async (metric) => lines.reduce((sum, line) => sum + (line[metric] ?? 0), 0) };
  },
});

metricsSuite({
  name: 'local: Prometheus',
  create: () => {
    const metrics = prometheusMetrics();
    const sumOf = async (metric: MetricName) => {
      const words = metric.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const [, value] =
        (await metrics.text()).match(new RegExp(`^affidavit${words}(?:_total|_\\w+_sum)? (.*)$`, 'm')) ?? [];
      return Number(value);
    };
    return { metrics, sumOf };
  },
});

metricsSuite({
  name: 'local: history',
  create: () => {
    const clock = manualClock();
    const metrics = metricHistory(openDatabase(':memory:', METRIC_HISTORY_SCHEMA), { clock });
    const minute = clock.now() / 60_000;
    return { metrics, sumOf: async (metric) => metrics.read(metric, minute, minute).get(minute)?.sum };
  },
});

it('writes one line of the embedded metric format with unit and dimensions of every metric', () => {
  const lines: string[] = [];
  const metrics = emfMetrics({ environment: 'staging', write: (line) => lines.push(line) });

  metrics.emit(Object.fromEntries(METRIC_NAMES.map((name) => [name, 1])));

  const [line] = lines.map((text) => JSON.parse(text));
  expect(lines).toHaveLength(1);
  expect(line).toMatchObject({ service: 'affidavit', environment: 'staging' });
  expect(line._aws.CloudWatchMetrics).toEqual([
    {
      Namespace: 'Affidavit',
      Dimensions: [['service', 'environment']],
      Metrics: METRIC_NAMES.map((name) => ({ Name: name, Unit: metricTraits(name).unit })),
    },
  ]);
});

it('writes whom a line is about beside its metrics, as no dimension, and not into the next line', () => {
  const lines: string[] = [];
  const metrics = emfMetrics({ environment: 'staging', write: (line) => lines.push(line) });

  metrics.emit({ BudgetUsed: 81 }, { tenantId: 'acme' });
  metrics.emit({ BudgetUsed: 3 });

  const [about, nobody] = lines.map((text) => JSON.parse(text));
  expect(about).toMatchObject({ tenantId: 'acme', BudgetUsed: 81 });
  expect(about._aws.CloudWatchMetrics[0].Dimensions).toEqual([['service', 'environment']]);
  expect(nobody).not.toHaveProperty('tenantId');
});

it('keeps a minute for 31 days, and no longer', () => {
  const database = openDatabase(':memory:', METRIC_HISTORY_SCHEMA);
  const clock = manualClock();
  const minute = clock.now() / 60_000;
  metricHistory(database, { clock }).emit({ RequestsValid: 1 });
  clock.advance(31 * 86_400);
  const kept = metricHistory(database, { clock }).read('RequestsValid', minute, minute);
  clock.advance(60);

  const later = metricHistory(database, { clock }).read('RequestsValid', minute, minute);

  expect([kept.size, later.size]).toEqual([1, 0]);
});

it('loses a figure rather than fail what it was taken of', () => {
  const database = openDatabase(':memory:', METRIC_HISTORY_SCHEMA);
  const metrics = metricHistory(database, { clock: manualClock() });
  database.close();

  expect(() => metrics.emit({ RequestsValid: 1 })).not.toThrow();
});
