import { synthesizedOperations } from '#infra/aws/operations-template.ts';
import { raisedAlarms, type SeriesByMetric } from '#infra/local/operations/raised-alarms.ts';
import { readAlarms } from '#infra/local/operations/read-alarms.ts';
import { type MetricPoint, metricSeries } from '#shared/domain/metric-series.ts';
import { type EmittedMetrics, emittedMetrics } from './emitted-metrics.ts';
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

/**
 * Evaluates dev's synthesized alarms, those over several metrics and of alarms included, over everything that its
 * deployed functions have emitted so far: CloudWatch would have made metrics of the same lines. Raised is what is so now,
 * or was after the minute `since` of the run.
 */
export async function deployedAlarms(aws: EmulatedAws, since = Number.POSITIVE_INFINITY): Promise<AlarmStates> {
  const lines = (await emittedMetrics(aws)).filter(({ environment }) => environment === ENVIRONMENT);
  const series = seriesOf(lines);
  const alarms = readAlarms(synthesizedOperations({ environment: ENVIRONMENT }));
  const told = raisedAlarms(alarms, series).filter(({ to }) => to === undefined || to > since);
  const raised = new Set(told.map(({ alarm }) => alarm.replace(PREFIX, '')));
  const all = alarms.tellingAlarms.map(({ name }) => name.replace(PREFIX, ''));
  const minutes = Math.max(0, ...[...series.values()].map((one) => one.minutes));
  return { raised: [...raised], quiet: all.filter((name) => !raised.has(name)), lines: lines.length, minutes };
}

/** By the minute, from the first line to the last, as CloudWatch keeps them. */
function seriesOf(lines: readonly EmittedMetrics[]): SeriesByMetric {
  const minutes = lines.map(({ at }) => Math.floor(at / MINUTE));
  const first = Math.min(...minutes);
  const length = Math.max(...minutes) - first + 1;
  const points = new Map<string, (MetricPoint | undefined)[]>();
  for (const { at, values } of lines) {
    const minute = Math.floor(at / MINUTE) - first;
    for (const [name, value] of Object.entries(values)) {
      const own = points.get(name) ?? [];
      points.set(name, own);
      own[minute] = observed(own[minute], value);
    }
  }
  return new Map([...points].map(([name, own]) => [name, metricSeries(length, (minute) => own[minute])]));
}

function observed(point: MetricPoint | undefined, value: number): MetricPoint {
  if (point === undefined) return { count: 1, sum: value, minimum: value, maximum: value };
  const { count, sum, minimum, maximum } = point;
  return {
    ...{ count: count + 1, sum: sum + value },
    ...{ minimum: Math.min(minimum, value), maximum: Math.max(maximum, value) },
  };
}
