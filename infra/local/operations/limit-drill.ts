import { type LimitObjective, OBJECTIVES } from '#shared/domain/objectives.ts';
import type { BurnDrill } from './burn-drill.ts';
import { ERROR_SHAPES, type ErrorShape, minutesOf } from './error-shapes.ts';
import { LIMIT_SCENARIOS, type LimitScenario } from './limit-scenarios.ts';
import { raisedAlarms, spansOf } from './raised-alarms.ts';
import type { TemplateAlarms } from './read-alarms.ts';
import { simulatedSeries } from './simulated-series.ts';
import { timesOf } from './times-of.ts';

export const LIMIT_OBJECTIVES = OBJECTIVES.filter((objective) => objective.kind === 'limit');

/** Runs shapes against the alarms of limit objectives, and beside it the arithmetic of each. */
export function limitDrill(
  environment: string,
  alarms: TemplateAlarms,
  objectives: readonly LimitObjective[] = LIMIT_OBJECTIVES,
  shapes: readonly ErrorShape[] = ERROR_SHAPES,
  failingMinutes?: number,
): BurnDrill[] {
  return shapes.flatMap((shape) => {
    const events = minutesOf(shape, failingMinutes);
    return objectives.map((objective): BurnDrill => {
      const scenario = LIMIT_SCENARIOS[objective.id];
      if (scenario === undefined) throw new Error(`nobody said how ${objective.id} goes wrong`);
      const name = `affidavit-${environment}-${objective.id}-limit`;
      const own = {
        metricAlarms: alarms.metricAlarms.filter((alarm) => alarm.name === name),
        tellingAlarms: alarms.tellingAlarms.filter((alarm) => alarm.name === name),
      };
      const raised = raisedAlarms(own, simulatedSeries(events.length, emissionsOf(scenario, events)));
      return {
        ...{ objective: objective.id, burnRate: 'limit', shape: shape.name },
        expected: timesOf(spansOf(expectedFlags(scenario, events))),
        evaluated: timesOf(raised),
      };
    });
  });
}

type Events = ReturnType<typeof minutesOf>;

function emissionsOf({ emits }: LimitScenario, events: Events) {
  const metrics = Object.keys(emits({ valid: 0, bad: 0 }));
  return Object.fromEntries(
    metrics.map((metric) => [metric, (minute: number) => emits(events[minute] ?? { valid: 0, bad: 0 })[metric]]),
  );
}

/** After each minute, counted from the events themselves, without a look at any alarm. */
function expectedFlags({ minutes, inARow = 1, isOver }: LimitScenario, events: Events): boolean[] {
  const over = events.map((_, end) => isOver(events.slice(Math.max(0, end + 1 - minutes), end + 1)));
  return over.map((_, end) => over.slice(Math.max(0, end + 1 - inARow), end + 1).filter(Boolean).length >= inARow);
}
