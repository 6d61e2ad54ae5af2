import { type AlarmState, metricAlarmStates } from '#shared/domain/alarm-evaluation.ts';
import type { MetricSeries } from '#shared/domain/metric-series.ts';
import type { Severity } from '#shared/domain/objectives.ts';
import type { TemplateAlarms } from './read-alarms.ts';

/** One time that an alarm was raised. */
export interface Raised extends Span {
  readonly alarm: string;
  readonly severity: Severity;
}

export interface Span {
  /** Minutes of the series that had passed when it was raised, and when it was over; still raised at the end without. */
  readonly from: number;
  readonly to?: number | undefined;
}

export type SeriesByMetric = ReadonlyMap<string, MetricSeries>;

/** Every time that an alarm which tells somebody is raised over the series, in the order of the template. */
export function raisedAlarms({ metricAlarms, tellingAlarms }: TemplateAlarms, series: SeriesByMetric): Raised[] {
  const states = new Map<string, readonly AlarmState[]>();
  for (const alarm of metricAlarms)
    states.set(
      alarm.name,
      metricAlarmStates(alarm, (metric) => series.get(metric)),
    );
  const minutes = Math.max(0, ...[...series.values()].map((one) => one.minutes));
  return tellingAlarms.flatMap(({ name, severity, rule }) => {
    const isRaised = (minute: number) => rule((alarm) => states.get(alarm)?.[minute]);
    return spansOf(Array.from({ length: minutes }, (_, minute) => isRaised(minute))).map((span) => ({
      ...{ alarm: name, severity, ...span },
    }));
  });
}

/** Stretches of `true`, by the number of minutes that had passed: the state after the first minute is that at 1. */
export function spansOf(flags: readonly boolean[]): Span[] {
  const spans: { from: number; to?: number }[] = [];
  for (const [minute, flag] of flags.entries()) {
    const last = spans.at(-1);
    const isOpen = last !== undefined && last.to === undefined;
    if (flag && !isOpen) spans.push({ from: minute + 1 });
    if (!flag && isOpen) last.to = minute + 1;
  }
  return spans;
}
