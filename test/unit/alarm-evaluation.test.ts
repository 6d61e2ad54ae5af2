import { describe, expect, it } from 'vitest';
import { type MetricAlarm, metricAlarmStates } from '#shared/domain/alarm-evaluation.ts';
import { metricSeries } from '#shared/domain/metric-series.ts';

const ALARM: MetricAlarm = {
  name: 'errors',
  reads: { errors: { metric: 'Errors', statistic: 'Sum' } },
  periodSeconds: 60,
  expression: 'errors',
  comparison: 'GreaterThanThreshold',
  threshold: 1,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  missing: 'notBreaching',
};

const SHORT = { OK: 'o', ALARM: 'A', INSUFFICIENT_DATA: '?' } as const;

/** States minute by minute; `-` is a minute without data. */
function states(changes: Partial<MetricAlarm>, minutes: string): string {
  const values = minutes.split(' ').map((value) => (value === '-' ? undefined : Number(value)));
  const series = metricSeries(values.length, (minute) => {
    const value = values[minute];
    return value === undefined ? undefined : { count: 1, sum: value, minimum: value, maximum: value };
  });
  const found = metricAlarmStates({ ...ALARM, ...changes }, (metric) => (metric === 'Errors' ? series : undefined));
  return found.map((state) => SHORT[state]).join('');
}

describe('metricAlarmStates', () => {
  it.each([
    ['GreaterThanThreshold', 'ooA'],
    ['GreaterThanOrEqualToThreshold', 'oAA'],
    ['LessThanThreshold', 'Aoo'],
    ['LessThanOrEqualToThreshold', 'AAo'],
  ] as const)('compares by %s', (comparison, expected) => {
    expect(states({ comparison }, '0 1 2')).toBe(expected);
  });

  it('looks each minute at a window that slides, and resets once it has left it', () => {
    expect(states({ periodSeconds: 180 }, '0 2 0 0 0 0')).toBe('oAAAoo');
  });

  it('asks for M of N periods', () => {
    expect(states({ evaluationPeriods: 3, datapointsToAlarm: 2 }, '2 0 2 0 0 2')).toBe('ooAooo');
  });

  it.each([
    ['notBreaching', 'oooAoo'],
    ['breaching', 'AAoAAA'],
    ['missing', '??oA??'],
    ['ignore', '??oAAA'],
  ] as const)('takes missing data as %s', (missing, expected) => {
    expect(states({ missing }, '- - 0 2 - -')).toBe(expected);
  });

  it('waits for what it was told of, when a part of its periods is missing', () => {
    expect(states({ missing: 'missing', evaluationPeriods: 2, datapointsToAlarm: 2 }, '2 - 2 2')).toBe('oooA');
  });

  it('has no state to tell of a metric that was never emitted', () => {
    expect(states({ reads: { errors: { metric: 'Others', statistic: 'Sum' } } }, '1 2')).toBe('');
    expect(states({ expression: 'FILL(unknown, 5)' }, '1 2')).toBe('AA');
  });
});
