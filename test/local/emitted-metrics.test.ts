import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { emfMetrics } from '#shared/adapters/aws/emf-metrics.ts';
import { OBJECTIVES } from '#shared/domain/objectives.ts';
import { type MetricName, metricTraits } from '#shared/domain/operational-metrics.ts';
import { apiStack, send } from '../doubles/api-stack.ts';
import type { RecordedMetrics } from '../doubles/recorded-metrics.ts';
import { ALARMED, operationsTemplate } from '../doubles/synthesized-alarms.ts';
import { FAILURES, type MetricScenes, metricScenes } from './metric-scenes.ts';

const PLANTED = ['Ana Ruiz', 'walrus', 'acme', 'contract.txt'];

/** What the alarms of the template read of our own metrics: by namespace and dimensions, and by unit if they name one. */
const READ = metricsRead();

/** Metrics that are emitted once something failed, and never before. */
const OF_FAILURES: readonly string[] = ['CircuitsOpened'];

/** Metrics by which an alarm is raised when they are above 0, and what tells them on the way that fails. */
const BAD: readonly MetricName[] = [
  ...OBJECTIVES.flatMap((objective) => (objective.kind === 'ratio' ? [objective.bad] : [])),
  ...(['EventsLost', 'CanaryFailures', 'CanaryLeaks', 'CanaryMisses', 'CircuitsOpened', 'BudgetRefusals'] as const),
];

describe('each metric that an alarm reads, with its unit and dimensions', () => {
  let scenes: MetricScenes;
  beforeAll(async () => {
    scenes = await metricScenes();
  });
  afterAll(() => scenes.close());

  it.each(READ.map((read) => [read.metric, read] as const))('%s is emitted by a handler', (metric, read) => {
    const [well, ill] = [emittedAs(scenes.well), emittedAs(scenes.ill)];

    expect(well.includes(read.emitted)).toBe(!OF_FAILURES.includes(metric));
    expect(ill).toContain(read.emitted);
  });

  it.each(BAD)('%s is 0 while all is well, and more when it is not', (metric) => {
    expect(scenes.well.total(metric) ?? 0).toBe(0);
    expect(scenes.ill.total(metric)).toBeGreaterThan(0);
  });

  it('counts what was asked and what was taken in, once each', () => {
    const { well, ill } = scenes;
    const counted = (from: RecordedMetrics, ...names: readonly MetricName[]) => names.map((name) => from.total(name));

    expect(ill.total('RequestsFailed')).toBeGreaterThanOrEqual(FAILURES);
    expect(well.total('ExecutionsEnded')).toBe(well.total('UploadsProcessed'));
    expect(counted(ill, 'CircuitsOpened', 'IndexCircuit')).toEqual([1, 1]);
    expect(counted(well, 'DocumentsTimed', 'CanaryRuns')).toEqual([2, 1]); // The canary's document is one of them.
  });

  it('holds no word of a document, a name or a tenant', () => {
    const all = JSON.stringify([scenes.well.emitted, scenes.ill.emitted]);

    for (const word of PLANTED) expect(all).not.toContain(word);
  });
});

it('serves the metrics of this process to Prometheus, without a token', async () => {
  const api = await apiStack();
  onTestFinished(() => api.close());
  api.stack.ports.metrics.emit({ RequestsValid: 1, AnswerDuration: 700 });

  const { status, type, text } = await send(api.stack.address, { path: '/metrics' });

  expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
  expect(text).toContain('\naffidavit_requests_valid_total 1\n');
  expect(text).toContain('affidavit_answer_duration_milliseconds_bucket{le="1000"} 1\n');
});

/** As the template has it, each once. */
function metricsRead(): { readonly metric: string; readonly emitted: string }[] {
  const Metric = z.object({
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  });
  const Stat = z.object({ Metric, Unit: z.string().optional() });
  const Alarm = z.object({ Metrics: z.array(z.object({ MetricStat: Stat.optional() })) });
  const alarms = Object.values(operationsTemplate().Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const stats = alarms.flatMap(({ Properties }) =>
    Alarm.parse(Properties).Metrics.flatMap((one) => one.MetricStat ?? []),
  );
  const ours = stats.filter(({ Metric: { Namespace } }) => Namespace !== 'AWS/SQS'); // SQS tells of its queues.
  const read = ours.map(({ Metric: { Namespace, MetricName: metric, Dimensions }, Unit }) => {
    const unit = Unit ?? metricTraits(metric as MetricName).unit; // One that we do not have fails the test by its name.
    const dimensions = Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).sort();
    return [`${Namespace} ${dimensions.join(' ')} ${metric} ${unit}`, metric] as const;
  });
  return [...new Map(read)].map(([emitted, metric]) => ({ metric, emitted }));
}

/** `namespace dimensions metric unit` of everything that the emissions come to on AWS. */
function emittedAs({ emitted }: RecordedMetrics): string[] {
  const lines: string[] = [];
  const emf = emfMetrics({ environment: ALARMED, write: (line) => lines.push(line) });
  for (const values of emitted) emf.emit(values);
  return lines.flatMap((line) => {
    const { _aws, ...values } = JSON.parse(line);
    const [{ Namespace, Dimensions, Metrics }] = _aws.CloudWatchMetrics;
    const dimensions = Dimensions[0]
      .map((name: string) => `${name}=${values[name]}`)
      .sort()
      .join(' ');
    return Metrics.map(
      ({ Name, Unit }: { Name: string; Unit: string }) => `${Namespace} ${dimensions} ${Name} ${Unit}`,
    );
  });
}
