import { describe, expect, it } from 'vitest';
import { burnDrill, isAsExpected, RATIO_OBJECTIVES } from '#infra/local/operations/burn-drill.ts';
import { ERROR_SHAPES } from '#infra/local/operations/error-shapes.ts';
import { healthyMonth } from '#infra/local/operations/healthy-month.ts';
import { incidentDrill, isInTime } from '#infra/local/operations/incident-drill.ts';
import { INCIDENTS } from '#infra/local/operations/incidents.ts';
import { LIMIT_OBJECTIVES, limitDrill } from '#infra/local/operations/limit-drill.ts';
import { readAlarms } from '#infra/local/operations/read-alarms.ts';
import { ALARMED, type OperationsTemplate, operationsTemplate, withMistake } from '../doubles/synthesized-alarms.ts';

// A part of what `affidavit slo --drill` runs: six hours of failure, some shapes, every planted mistake.
const SIX_HOURS = 360;
const AVAILABILITY = RATIO_OBJECTIVES.filter(({ id }) => id === 'query-availability');
const alarms = readAlarms(operationsTemplate());

const shapesNamed = (...names: readonly string[]) => ERROR_SHAPES.filter(({ name }) => names.includes(name));
const drill = (template: OperationsTemplate, ...shapes: readonly string[]) =>
  burnDrill(ALARMED, readAlarms(template), AVAILABILITY, shapesNamed(...shapes), SIX_HOURS);

describe('burn-rate alarms of 99.5 %', () => {
  it.each([
    ['100 % for good', 4.32, 10.8],
    ['10 % for good', 43.2, 108],
  ])('at %s page after %d and %d minutes, within one', (shape, fast, slow) => {
    const [atFast, atSlow] = drill(operationsTemplate(), shape);

    expect(atFast?.formula).toBeCloseTo(fast);
    expect(atSlow?.formula).toBeCloseTo(slow);
    expect([atFast, atSlow].every((one) => one && isAsExpected(one))).toBe(true);
  });

  it('are raised and reset when the arithmetic says, whatever the shape', () => {
    const shapes = ['all, 10 minutes', 'all, 5 minutes of every 30', 'all of 1 event a minute, 30 minutes'];

    const off = drill(operationsTemplate(), ...shapes, 'more and more, 0 to 100 % in 2 hours');

    expect(off.filter((one) => !isAsExpected(one))).toEqual([]);
  });
});

describe('alarms of limits', () => {
  const shapes = shapesNamed('100 % for good', '1 % for good', 'all, 3 minutes', 'all of 1 event a minute, 30 minutes');

  it.each(LIMIT_OBJECTIVES.map((objective) => [objective.id, objective] as const))(
    '%s is raised and reset when the arithmetic says, whatever the shape',
    (_id, objective) => {
      const drilled = limitDrill(ALARMED, alarms, [objective], shapes, SIX_HOURS);

      expect(drilled.filter((one) => !isAsExpected(one))).toEqual([]);
      expect(drilled.some(({ evaluated }) => evaluated.raised !== undefined)).toBe(true);
    },
  );

  it('a mistake in one is found: leaks that are averaged, a canary that may fail thrice', () => {
    const changed = (id: string, mistake: (properties: Record<string, unknown>) => void) =>
      limitDrill(
        ...([ALARMED, readAlarms(withMistake(`affidavit-${ALARMED}-${id}-limit`, mistake))] as const),
        LIMIT_OBJECTIVES.filter((objective) => objective.id === id),
        ...([shapes, SIX_HOURS] as const),
      );
    const late = changed('leak-canary', (properties) => Object.assign(properties, { Threshold: 1 }));
    const patient = changed('canary-run', (properties) => Object.assign(properties, { Threshold: 3 }));

    expect([late, patient].map((drilled) => drilled.every(isAsExpected))).toEqual([false, false]);
  });
});

describe('incidents', () => {
  it.each(INCIDENTS)('$name: raises $objective within $within minutes', (incident) => {
    const [replayed] = incidentDrill(ALARMED, alarms, [incident], SIX_HOURS);

    expect(replayed && isInTime(replayed), JSON.stringify(replayed)).toBe(true);
  });
});

it('nobody is paged in three healthy days with few events', () => {
  const { raised, events } = healthyMonth(alarms, 3, 1);

  expect(events).toBeGreaterThan(500);
  expect(raised.filter(({ severity }) => severity === 'page')).toEqual([]);
});

describe('a mistake in one alarm is found', () => {
  const FAST = `affidavit-${ALARMED}-query-availability-fast-long`;
  const SHORT = `affidavit-${ALARMED}-query-availability-fast-short`;
  const isFoundBy = (template: OperationsTemplate, ...shapes: readonly string[]) =>
    drill(template, ...shapes).some((one) => !isAsExpected(one));
  const replace = (properties: Record<string, unknown>, from: string, to: string) =>
    Object.assign(properties, JSON.parse(JSON.stringify(properties).replaceAll(from, to)));

  it.each(['Average', 'SampleCount'])('%s in place of the sum', (statistic) => {
    const mistaken = withMistake(FAST, (properties) => replace(properties, '"Stat":"Sum"', `"Stat":"${statistic}"`));

    expect(isFoundBy(mistaken, '10 % for good')).toBe(true);
  });

  it('long and short window swapped', () => {
    const mistaken = withMistake(FAST, (properties) => replace(properties, '"Period":3600', '"Period":300'));

    expect(isFoundBy(mistaken, '10 % for good')).toBe(true);
  });

  it('a short window that is as long as the long one', () => {
    const mistaken = withMistake(SHORT, (properties) => replace(properties, '"Period":300', '"Period":3600'));

    expect(isFoundBy(mistaken, 'all, 10 minutes')).toBe(true);
  });

  it('a threshold of the wrong objective', () => {
    const mistaken = withMistake(FAST, (properties) => Object.assign(properties, { Threshold: 0.0144 }));

    expect(isFoundBy(mistaken, '10 % for good')).toBe(true);
  });

  it('a composite that is content with either window', () => {
    const name = `affidavit-${ALARMED}-query-availability-fast`;
    const mistaken = withMistake(name, (properties) => replace(properties, ' AND ', ' OR '));

    expect(isFoundBy(mistaken, 'all, 10 minutes')).toBe(true);
  });

  it('missing data that page at night', () => {
    const mistaken = withMistake(FAST.replace('fast-long', 'fast-short'), (properties) =>
      Object.assign(properties, { TreatMissingData: 'breaching' }),
    );
    const both = readAlarms(mistaken);
    const long = both.metricAlarms.map((one) => (one.name === FAST ? { ...one, missing: 'breaching' as const } : one));

    const { raised } = healthyMonth({ ...both, metricAlarms: long }, 2, 1);

    expect(raised.filter(({ severity }) => severity === 'page')).not.toEqual([]);
  });

  it('silence of the reconciler taken for health', () => {
    const mistaken = withMistake(`affidavit-${ALARMED}-reconciliation-gap-limit`, (properties) =>
      Object.assign(properties, { TreatMissingData: 'notBreaching' }),
    );
    const silent = INCIDENTS.filter(({ name }) => name.includes('itself has stopped'));

    expect(incidentDrill(ALARMED, readAlarms(mistaken), silent, SIX_HOURS).map(isInTime)).toEqual([false]);
  });

  it('a stuck flow that waits for more than one to wait', () => {
    const mistaken = withMistake(`affidavit-${ALARMED}-stuck-flow-limit`, (properties) =>
      replace(properties, 'waiting > 0', 'waiting > 1'),
    );
    const stuck = INCIDENTS.filter(({ objective }) => objective === 'stuck-flow');

    expect(incidentDrill(ALARMED, readAlarms(mistaken), stuck, SIX_HOURS).map(isInTime)).toEqual([false]);
  });
});
