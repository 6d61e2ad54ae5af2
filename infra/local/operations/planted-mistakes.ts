import type { MetricAlarm, MissingDataRule } from '#shared/domain/alarm-evaluation.ts';
import { BURN_RATES, type Statistic } from '#shared/domain/objectives.ts';
import type { TemplateAlarms } from './read-alarms.ts';

/** One alarm that is not what it should be, as a slip of whoever writes it would leave it. */
export interface PlantedMistake {
  readonly alarm: string;
  readonly mistake: string;
  /** All alarms, that one changed. */
  readonly alarms: TemplateAlarms;
}

const STATISTICS: readonly Statistic[] = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount'];
const MISSING: readonly MissingDataRule[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/**
 * Every alarm with another statistic, with another rule of missing data, and with another window: of a burn rate the long
 * one where the short one belongs and the other way around, of a limit one twice as long. Every alarm that tells somebody
 * telling the wrong one, and nobody.
 */
export function plantedMistakes(alarms: TemplateAlarms): PlantedMistake[] {
  const { metricAlarms, tellingAlarms } = alarms;
  const inMetrics = metricAlarms.flatMap((alarm) =>
    mistakesIn(alarm).map(([mistake, changed]) => ({
      ...{ alarm: alarm.name, mistake },
      alarms: { tellingAlarms, metricAlarms: metricAlarms.map((one) => (one === alarm ? changed : one)) },
    })),
  );
  const inTelling = tellingAlarms.flatMap((alarm) => {
    const others = tellingAlarms.filter((one) => one !== alarm);
    const severity = alarm.severity === 'page' ? 'ticket' : 'page';
    return [
      { mistake: `a ${severity} for a ${alarm.severity}`, telling: [...others, { ...alarm, severity } as const] },
      { mistake: 'nobody is told', telling: others },
    ].map(({ mistake, telling }) => ({
      ...{ alarm: alarm.name, mistake, alarms: { metricAlarms, tellingAlarms: telling } },
    }));
  });
  return [...inMetrics, ...inTelling];
}

function mistakesIn(alarm: MetricAlarm): (readonly [mistake: string, changed: MetricAlarm])[] {
  const used = new Set(Object.values(alarm.reads).map(({ statistic }) => statistic));
  const periodSeconds = otherWindow(alarm);
  return [
    ...STATISTICS.filter((statistic) => !used.has(statistic)).map(
      (statistic) => [`${statistic} for ${[...used].join(', ')}`, withStatistic(alarm, statistic)] as const,
    ),
    ...MISSING.filter((missing) => missing !== alarm.missing).map(
      (missing) => [`missing data taken as ${missing}`, { ...alarm, missing }] as const,
    ),
    [`a window of ${periodSeconds} s for ${alarm.periodSeconds} s`, { ...alarm, periodSeconds }],
  ];
}

function withStatistic(alarm: MetricAlarm, statistic: Statistic): MetricAlarm {
  const reads = Object.entries(alarm.reads).map(([id, { metric }]) => [id, { metric, statistic }]);
  return { ...alarm, reads: Object.fromEntries(reads) };
}

function otherWindow({ name, periodSeconds }: MetricAlarm): number {
  const rate = BURN_RATES.find((one) => name.endsWith(`-${one.name}-long`) || name.endsWith(`-${one.name}-short`));
  if (rate === undefined) return 2 * periodSeconds;
  return periodSeconds === rate.longSeconds ? rate.shortSeconds : rate.longSeconds;
}
