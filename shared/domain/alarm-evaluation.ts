import { metricMath } from './metric-math.ts';
import type { MetricSeries } from './metric-series.ts';
import type { Statistic } from './objectives.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
export type MissingDataRule = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** An alarm over one metric or metric math, as its template has it. */
export interface MetricAlarm {
  readonly name: string;
  /** What it reads, by the id that `expression` gives it. */
  readonly reads: Readonly<Record<string, { readonly metric: string; readonly statistic: Statistic }>>;
  readonly periodSeconds: number;
  readonly expression: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  /** N of `M of N`, and M. */
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missing: MissingDataRule;
}

const COMPARISONS = {
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
} as const;
export type Comparison = keyof typeof COMPARISONS;

const SECONDS_PER_MINUTE = 60;

/**
 * The alarm's state after each minute of its metrics, from the first on: CloudWatch evaluates every minute over windows
 * that end there and reach back one period each.
 *
 * What CloudWatch does besides, and this does not: it looks at some older periods in place of missing ones. That matters
 * to metrics which come late, and none of ours do.
 *
 * Source: CloudWatch user guide, "Alarm evaluation", "Alarm evaluation windows" and "Configuring how CloudWatch alarms
 * treat missing data".
 */
export function metricAlarmStates(alarm: MetricAlarm, seriesOf: (metric: string) => MetricSeries | undefined) {
  const series = new Map(
    Object.entries(alarm.reads).map(([id, { metric, statistic }]) => [id, { statistic, of: seriesOf(metric) }]),
  );
  const minutes = Math.max(0, ...[...series.values()].map(({ of }) => of?.minutes ?? 0));
  const length = alarm.periodSeconds / SECONDS_PER_MINUTE;
  const math = metricMath(alarm.expression);
  const valueAt = (end: number) => {
    return math((id) => {
      const { statistic, of } = series.get(id) ?? {};
      return statistic && of?.over(statistic, end, length);
    });
  };
  const values = Array.from({ length: minutes + 1 }, (_, end) => valueAt(end));

  let state: AlarmState = 'INSUFFICIENT_DATA';
  return Array.from({ length: minutes }, (_, minute) => {
    const window = Array.from({ length: alarm.evaluationPeriods }, (__, back) => values[minute + 1 - back * length]);
    state = nextState(state, window, alarm);
    return state;
  });
}

function nextState(before: AlarmState, window: readonly (number | undefined)[], alarm: MetricAlarm): AlarmState {
  const { comparison, threshold, datapointsToAlarm, missing } = alarm;
  const breaching = window.filter((value) => value !== undefined && COMPARISONS[comparison](value, threshold)).length;
  const absent = window.filter((value) => value === undefined).length;
  const counted = missing === 'breaching' ? breaching + absent : breaching;
  if (counted >= datapointsToAlarm) return 'ALARM';
  if (absent < window.length || missing === 'notBreaching' || missing === 'breaching') return 'OK';
  return missing === 'ignore' ? before : 'INSUFFICIENT_DATA';
}
