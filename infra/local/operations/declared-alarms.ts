import { isDeepStrictEqual } from 'node:util';
import { DEAD_LETTER_EDGES, DEAD_LETTERS, QUEUED_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import type { MetricAlarm } from '#shared/domain/alarm-evaluation.ts';
import {
  BURN_RATES,
  burnLimit,
  type LimitObjective,
  OBJECTIVES,
  type RatioObjective,
  type Severity,
} from '#shared/domain/objectives.ts';
import type { TemplateAlarms } from './read-alarms.ts';

/** What the objectives say of an alarm over metrics. How it is compared and computed is for the drill to judge. */
type Declared = Pick<
  MetricAlarm,
  'reads' | 'periodSeconds' | 'threshold' | 'evaluationPeriods' | 'datapointsToAlarm' | 'missing'
>;

/**
 * Names of alarms that are not as the objectives declare them, by statistics, windows, limits, rules of missing data and
 * who is told, of those that are missing and of those that nobody declared. It finds what simulated failures cannot tell
 * apart, such as the average in place of the sum where each minute has one observation.
 */
export function undeclaredAlarms(environment: string, { metricAlarms, tellingAlarms }: TemplateAlarms): string[] {
  const nameOf = (name: string) => `affidavit-${environment}-${name}`;
  const declared = new Map(DECLARED.map(([name, one]) => [nameOf(name), one]));
  const told = new Map(TOLD.map(([name, severity]) => [nameOf(name), severity]));
  const made = new Set([...metricAlarms, ...tellingAlarms].map(({ name }) => name));
  const differing = [
    ...metricAlarms.filter((alarm) => !isAsDeclared(alarm, declared.get(alarm.name))),
    ...tellingAlarms.filter(({ name, severity }) => told.get(name) !== severity),
  ];
  const silent = [...told.keys()].filter((name) => !tellingAlarms.some((alarm) => alarm.name === name));
  const missing = [...declared.keys()].filter((name) => !made.has(name));
  return [...new Set([...differing.map(({ name }) => name), ...silent, ...missing])];
}

function isAsDeclared(alarm: MetricAlarm, declared: Declared | undefined): boolean {
  const { reads, periodSeconds, threshold, evaluationPeriods, datapointsToAlarm, missing } = alarm;
  const made: Declared = { reads, periodSeconds, threshold, evaluationPeriods, datapointsToAlarm, missing };
  return isDeepStrictEqual(made, declared);
}

const ONCE = { evaluationPeriods: 1, datapointsToAlarm: 1 } as const;

const DECLARED: readonly (readonly [name: string, Declared])[] = [
  ...OBJECTIVES.flatMap((objective) => (objective.kind === 'ratio' ? windowsOf(objective) : [limitOf(objective)])),
  ...DEAD_LETTER_EDGES.map(lettersOf),
];

/** Who is told: an objective that is worth a page pages by its fast burn rates alone. */
const TOLD: readonly (readonly [name: string, Severity])[] = [
  ...OBJECTIVES.flatMap(({ id, kind, severity }): (readonly [string, Severity])[] =>
    kind === 'limit'
      ? [[`${id}-limit`, severity]]
      : BURN_RATES.map((rate) => [`${id}-${rate.name}`, severity === 'page' ? rate.severity : severity]),
  ),
  ...DEAD_LETTER_EDGES.map((edge) => [`${DEAD_LETTERS}-${edge}`, 'ticket'] as const),
];

function windowsOf(objective: RatioObjective): (readonly [string, Declared])[] {
  const { id, bad, valid } = objective;
  const reads = { bad: { metric: bad, statistic: 'Sum' }, valid: { metric: valid, statistic: 'Sum' } } as const;
  return BURN_RATES.flatMap(({ name, factor, longSeconds, shortSeconds }) =>
    [['long', longSeconds] as const, ['short', shortSeconds] as const].map(
      ([part, periodSeconds]): readonly [string, Declared] => [
        `${id}-${name}-${part}`,
        { ...ONCE, reads, periodSeconds, threshold: burnLimit(objective, factor), missing: 'notBreaching' },
      ],
    ),
  );
}

function limitOf({
  id,
  reads,
  periodSeconds,
  threshold,
  periods,
  missing,
}: LimitObjective): readonly [string, Declared] {
  const times = { evaluationPeriods: periods.of, datapointsToAlarm: periods.over };
  return [`${id}-limit`, { ...times, reads, periodSeconds, threshold, missing }];
}

function lettersOf(edge: string): readonly [string, Declared] {
  const reads = { letters: { metric: QUEUED_LETTERS, statistic: 'Maximum' } } as const;
  return [`${DEAD_LETTERS}-${edge}`, { ...ONCE, reads, periodSeconds: 300, threshold: 0, missing: 'notBreaching' }];
}
