import { BURN_RATES, OBJECTIVES, type RatioObjective } from '#shared/domain/objectives.ts';
import { ERROR_SHAPES, type ErrorShape, type MinuteOfEvents, minutesOf } from './error-shapes.ts';
import { expectedSpans, minutesToBurn } from './expected-burn.ts';
import { raisedAlarms } from './raised-alarms.ts';
import type { TemplateAlarms } from './read-alarms.ts';
import { simulatedSeries } from './simulated-series.ts';
import { type Times, timesOf } from './times-of.ts';

type BurnRate = (typeof BURN_RATES)[number];

/** One objective, one burn rate, one shape. Times are minutes since the failure began; undefined: never. */
export interface BurnDrill {
  readonly objective: string;
  /** `limit` of an objective that has a limit in place of a budget. */
  readonly burnRate: BurnRate['name'] | 'limit';
  readonly shape: string;
  readonly expected: Times;
  /** What the alarms of the template did. */
  readonly evaluated: Times;
  /** By the formula, where the shape is a constant share. */
  readonly formula?: number | undefined;
}

export const RATIO_OBJECTIVES = OBJECTIVES.filter((objective) => objective.kind === 'ratio');

/** Runs shapes against the alarms of a template, and beside it the arithmetic. */
export function burnDrill(
  environment: string,
  alarms: TemplateAlarms,
  objectives: readonly RatioObjective[] = RATIO_OBJECTIVES,
  shapes: readonly ErrorShape[] = ERROR_SHAPES,
  failingMinutes?: number,
): BurnDrill[] {
  return shapes.flatMap((shape) => {
    const events = minutesOf(shape, failingMinutes);
    return objectives.flatMap((objective) => drillOne(environment, alarms, objective, shape, events));
  });
}

function drillOne(
  environment: string,
  alarms: TemplateAlarms,
  objective: RatioObjective,
  shape: ErrorShape,
  events: readonly MinuteOfEvents[],
): BurnDrill[] {
  const prefix = `affidavit-${environment}-${objective.id}-`;
  const own = {
    metricAlarms: alarms.metricAlarms.filter(({ name }) => name.startsWith(prefix)),
    tellingAlarms: alarms.tellingAlarms.filter(({ name }) => name.startsWith(prefix)),
  };
  const valid = (minute: number) => events[minute]?.valid;
  const bad = (minute: number) => events[minute]?.bad;
  const series = simulatedSeries(events.length, { [objective.valid]: valid, [objective.bad]: bad }, valid);
  const raised = raisedAlarms(own, series);
  return BURN_RATES.map((burnRate) => ({
    ...{ objective: objective.id, burnRate: burnRate.name, shape: shape.name },
    expected: timesOf(expectedSpans(objective, burnRate, events)),
    evaluated: timesOf(raised.filter(({ alarm }) => alarm === `${prefix}${burnRate.name}`)),
    formula: shape.constant === undefined ? undefined : minutesToBurn(objective, burnRate, shape.constant),
  }));
}

/** Whether alarms did what the arithmetic says, within one minute, which is how often CloudWatch looks. */
export function isAsExpected({ expected, evaluated, formula }: BurnDrill): boolean {
  const isSame = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? a === b : Math.abs(a - b) <= 1;
  const isByFormula = formula === undefined || isSame(Math.ceil(formula), evaluated.raised);
  const isByCount = isSame(expected.raised, evaluated.raised) && expected.times === evaluated.times;
  return isByFormula && isByCount && isSame(expected.reset, evaluated.reset);
}
