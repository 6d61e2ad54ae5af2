import { describe, expect, it } from 'vitest';
import { DEAD_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import { burnDrill, isAsExpected, RATIO_OBJECTIVES } from '#infra/local/operations/burn-drill.ts';
import { undeclaredAlarms } from '#infra/local/operations/declared-alarms.ts';
import { ERROR_SHAPES } from '#infra/local/operations/error-shapes.ts';
import { healthyMonth } from '#infra/local/operations/healthy-month.ts';
import { incidentDrill, isInTime } from '#infra/local/operations/incident-drill.ts';
import { INCIDENTS } from '#infra/local/operations/incidents.ts';
import { LIMIT_ALARMS, limitDrill } from '#infra/local/operations/limit-drill.ts';
import { mistakeDrill } from '#infra/local/operations/mistake-drill.ts';
import { plantedMistakes } from '#infra/local/operations/planted-mistakes.ts';
import { readAlarms } from '#infra/local/operations/read-alarms.ts';
import { BURN_RATES, OBJECTIVES } from '#shared/domain/objectives.ts';
import { ALARMED, type OperationsTemplate, operationsTemplate, withMistake } from '../doubles/synthesized-alarms.ts';

// A part of what `affidavit slo --drill` runs: six hours of failure, some shapes, every planted mistake.
const SIX_HOURS = 360;
const TWELVE_HOURS = 720;
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
    const off = drill(operationsTemplate(), 'all, 5 minutes of every 30', 'more and more, 0 to 100 % in 2 hours');

    expect(off.filter((one) => !isAsExpected(one))).toEqual([]);
  });
});

describe('each objective', () => {
  const shapes = shapesNamed('100 % for good', 'all, 10 minutes', 'all of 1 event a minute, 4 hours, then none');

  it.each(RATIO_OBJECTIVES.map((objective) => [objective.id, objective] as const))(
    '%s: its alarms are raised and reset when the arithmetic says',
    (_id, objective) => {
      const drilled = burnDrill(ALARMED, alarms, [objective], shapes, TWELVE_HOURS);

      expect(drilled.filter((one) => !isAsExpected(one))).toEqual([]);
      for (const { name } of BURN_RATES) {
        const raised = drilled.filter(({ burnRate, evaluated }) => burnRate === name && evaluated.raised !== undefined);
        expect(raised, name).not.toEqual([]);
      }
    },
  );

  it.each(LIMIT_ALARMS.map((limit) => [limit.name, limit] as const))(
    '%s is raised and reset when the arithmetic says',
    (_name, limit) => {
      const drilled = limitDrill(ALARMED, alarms, [limit], [...shapes, ...shapesNamed('1 % for good')], TWELVE_HOURS);

      expect(drilled.filter((one) => !isAsExpected(one))).toEqual([]);
      expect(drilled.some(({ evaluated }) => evaluated.raised !== undefined)).toBe(true);
    },
  );

  it('has alarms that are as it declares them, and there is no other', () => {
    expect(undeclaredAlarms(ALARMED, alarms)).toEqual([]);
  });

  it('has an incident by which it would have been missed', () => {
    const told = new Set(INCIDENTS.map(({ objective }) => objective));

    expect([...OBJECTIVES.map(({ id }) => id), DEAD_LETTERS].filter((id) => !told.has(id))).toEqual([]);
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

/** Mistakes that the comparison with the objectives alone tells, for no failure goes otherwise because of them. */
const UNNOTICED: readonly RegExp[] = [
  /: missing data taken as missing$/, // Without data it tells nobody, whether it is said to be well or not.
  /-long: missing data taken as/, // Where the long window is silent so is the short one, and both have to be over.
  /-short: (?:Maximum|SampleCount) for Sum$/, // One bad minute in so few is over the limit by any of them.
  /-limit: missing data taken as ignore$/, // The last minutes with data have let it reset.
  /-budget-spent-limit: missing data taken as/, // Its expression fills in what is missing.
  /-(?:reconciliation-gap|leak-canary)-limit: (?:Average|Minimum|Maximum) for Sum$/, // Above 0 by one, above 0 by all.
  /-leak-canary-limit: a window of/, // It is raised at once by either, and resets a minute later.
  /-dead-letters-.*: (?:Sum|Average) for Maximum$/, // Above 0 by one, above 0 by all.
  /: a (?:page|ticket) for a (?:page|ticket)$/, // It is raised all the same.
];

describe('a mistake in one alarm is found', () => {
  // Of the objectives with a budget the strictest and the laxest; `npm run check:alarms` plants them in every alarm.
  const TRIED = /-(?:ingest-success|answer-latency)-|-limit$|-dead-letters-admission-not-routed$/;
  const planted = plantedMistakes(alarms).filter(({ alarm }) => TRIED.test(alarm));
  const found = mistakeDrill(ALARMED, planted);

  it('whatever alarm, statistic, window, rule of missing data or topic', () => {
    expect(found.length).toBeGreaterThan(150);
    expect(found.filter(({ foundBy }) => foundBy === undefined)).toEqual([]);
  });

  it('by failures that go otherwise, but where nobody would notice', () => {
    const told = (by: 'failures' | 'comparison') =>
      found.filter(({ foundBy }) => foundBy === by).map(({ alarm, mistake }) => `${alarm}: ${mistake}`);

    expect(told('failures').length).toBeGreaterThan(100);
    expect(told('comparison').filter((planted) => !UNNOTICED.some((pattern) => pattern.test(planted)))).toEqual([]);
  });

  const FAST = `affidavit-${ALARMED}-query-availability-fast-long`;
  const isFoundBy = (template: OperationsTemplate, ...shapes: readonly string[]) =>
    drill(template, ...shapes).some((one) => !isAsExpected(one));
  const replace = (properties: Record<string, unknown>, from: string, to: string) =>
    Object.assign(properties, JSON.parse(JSON.stringify(properties).replaceAll(from, to)));

  it('a threshold of the wrong objective', () => {
    const mistaken = withMistake(FAST, (properties) => Object.assign(properties, { Threshold: 0.0144 }));

    expect(isFoundBy(mistaken, '10 % for good')).toBe(true);
  });

  it('a composite that is content with either window', () => {
    const name = `affidavit-${ALARMED}-query-availability-fast`;
    const mistaken = withMistake(name, (properties) => replace(properties, ' AND ', ' OR '));

    expect(isFoundBy(mistaken, 'all, 10 minutes')).toBe(true);
  });

  it('a rule of missing data in both windows that pages at night', () => {
    const both = alarms.metricAlarms.map((one) =>
      one.name.includes('query-availability-fast-') ? { ...one, missing: 'breaching' as const } : one,
    );

    const { raised } = healthyMonth({ ...alarms, metricAlarms: both }, 2, 1);

    expect(raised.filter(({ severity }) => severity === 'page')).not.toEqual([]);
  });

  it('a stuck flow that waits for more than one to wait', () => {
    const mistaken = withMistake(`affidavit-${ALARMED}-stuck-flow-limit`, (properties) =>
      replace(properties, 'waiting > 0', 'waiting > 1'),
    );
    const stuck = INCIDENTS.filter(({ objective }) => objective === 'stuck-flow');

    expect(incidentDrill(ALARMED, readAlarms(mistaken), stuck, SIX_HOURS).map(isInTime)).toEqual([false]);
  });
});
