import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { synthesizedOperations } from '#infra/aws/operations-template.ts';
import { raisedAlarms, type SeriesByMetric } from '#infra/local/operations/raised-alarms.ts';
import { readAlarms } from '#infra/local/operations/read-alarms.ts';
import { type MetricPoint, metricSeries } from '#shared/domain/metric-series.ts';
import { METRIC_NAMESPACE } from '#shared/domain/operational-metrics.ts';
import type { EmulatedAws } from './emulated-aws.ts';

/** Which alarms of dev tell somebody, by name without the environment, and which do not. */
export interface AlarmStates {
  readonly raised: readonly string[];
  readonly quiet: readonly string[];
  /** Lines of metrics that they were evaluated over, and minutes. */
  readonly lines: number;
  readonly minutes: number;
}

const ENVIRONMENT = 'dev';
const PREFIX = `affidavit-${ENVIRONMENT}-`;
const MINUTE = 60_000;

/** Source: CloudWatch user guide, "Specification: embedded metric format". */
const EmfSchema = z.looseObject({
  _aws: z.object({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.object({ Namespace: z.string(), Metrics: z.array(z.object({ Name: z.string() })), Dimensions: z.unknown() }),
    ),
  }),
  environment: z.string(),
});
type EmfLine = z.output<typeof EmfSchema>;

/**
 * Evaluates dev's synthesized alarms, those over several metrics and of alarms included, over everything that its
 * deployed functions have emitted so far: CloudWatch would have made metrics of the same lines. Raised is what is so now,
 * or was after the minute `since` of the run.
 */
export async function deployedAlarms({ metrics }: EmulatedAws, since = Number.POSITIVE_INFINITY): Promise<AlarmStates> {
  const text = await readFile(metrics, 'utf8');
  const lines = text
    .trim()
    .split('\n')
    .map((line) => EmfSchema.parse(JSON.parse(line)))
    .filter(({ environment }) => environment === ENVIRONMENT);
  const series = seriesOf(lines);
  const alarms = readAlarms(synthesizedOperations({ environment: ENVIRONMENT }));
  const told = raisedAlarms(alarms, series).filter(({ to }) => to === undefined || to > since);
  const raised = new Set(told.map(({ alarm }) => alarm.replace(PREFIX, '')));
  const all = alarms.tellingAlarms.map(({ name }) => name.replace(PREFIX, ''));
  const minutes = Math.max(0, ...[...series.values()].map((one) => one.minutes));
  return { raised: [...raised], quiet: all.filter((name) => !raised.has(name)), lines: lines.length, minutes };
}

/** By the minute, from the first line to the last, as CloudWatch keeps them. */
function seriesOf(lines: readonly EmfLine[]): SeriesByMetric {
  const minutes = lines.map(({ _aws: { Timestamp } }) => Math.floor(Timestamp / MINUTE));
  const first = Math.min(...minutes);
  const length = Math.max(...minutes) - first + 1;
  const points = new Map<string, (MetricPoint | undefined)[]>();
  for (const [at, line] of lines.entries()) {
    const minute = (minutes[at] ?? first) - first;
    for (const [name, value] of valuesIn(line)) {
      const own = points.get(name) ?? [];
      points.set(name, own);
      own[minute] = observed(own[minute], value);
    }
  }
  return new Map([...points].map(([name, own]) => [name, metricSeries(length, (minute) => own[minute])]));
}

function valuesIn(line: EmfLine): (readonly [string, number])[] {
  const ours = line._aws.CloudWatchMetrics.filter(({ Namespace }) => Namespace === METRIC_NAMESPACE);
  const names = ours.flatMap(({ Metrics }) => Metrics.map(({ Name }) => Name));
  return names.map((name) => [name, z.number().parse(line[name])]);
}

function observed(point: MetricPoint | undefined, value: number): MetricPoint {
  if (point === undefined) return { count: 1, sum: value, minimum: value, maximum: value };
  const { count, sum, minimum, maximum } = point;
  return {
    ...{ count: count + 1, sum: sum + value },
    ...{ minimum: Math.min(minimum, value), maximum: Math.max(maximum, value) },
  };
}
