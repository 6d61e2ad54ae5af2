import { DEAD_LETTER_EDGES, DEAD_LETTERS } from '#infra/aws/dead-letter-edges.ts';
import { OBJECTIVES } from '#shared/domain/objectives.ts';
import type { BurnDrill } from './burn-drill.ts';
import { ERROR_SHAPES, type ErrorShape, minutesOf } from './error-shapes.ts';
import { LIMIT_SCENARIOS, type LimitScenario } from './limit-scenarios.ts';
import { raisedAlarms, spansOf } from './raised-alarms.ts';
import type { TemplateAlarms } from './read-alarms.ts';
import { simulatedSeries } from './simulated-series.ts';
import { timesOf } from './times-of.ts';

/** An alarm that compares with a limit: that of an objective, or of a queue for dead letters. */
export interface LimitAlarm {
  /** The objective, or the dead letters all together. */
  readonly objective: string;
  /** Without the environment before it. */
  readonly name: string;
}

export const LIMIT_ALARMS: readonly LimitAlarm[] = [
  ...OBJECTIVES.filter(({ kind }) => kind === 'limit').map(({ id }) => ({ objective: id, name: `${id}-limit` })),
  ...DEAD_LETTER_EDGES.map((edge) => ({ objective: DEAD_LETTERS, name: `${DEAD_LETTERS}-${edge}` })),
];

/** Runs shapes against alarms of limits, and beside it the arithmetic of each. */
export function limitDrill(
  environment: string,
  alarms: TemplateAlarms,
  limits: readonly LimitAlarm[] = LIMIT_ALARMS,
  shapes: readonly ErrorShape[] = ERROR_SHAPES,
  failingMinutes?: number,
): BurnDrill[] {
  return shapes.flatMap((shape) => {
    const events = minutesOf(shape, failingMinutes);
    return limits.map(({ objective, name }): BurnDrill => {
      const scenario = LIMIT_SCENARIOS[objective];
      if (scenario === undefined) throw new Error(`nobody said how ${objective} goes wrong`);
      const isOwn = (alarm: { readonly name: string }) => alarm.name === `affidavit-${environment}-${name}`;
      const own = {
        metricAlarms: alarms.metricAlarms.filter(isOwn),
        tellingAlarms: alarms.tellingAlarms.filter(isOwn),
      };
      const raised = raisedAlarms(own, simulatedSeries(events.length, emissionsOf(scenario, events)));
      return {
        ...{ objective: name.replace(/-limit$/, ''), burnRate: 'limit', shape: shape.name },
        expected: timesOf(spansOf(expectedFlags(scenario, events))),
        evaluated: timesOf(raised),
      };
    });
  });
}

type Events = ReturnType<typeof minutesOf>;

function emissionsOf({ emits }: LimitScenario, events: Events) {
  const emitted = events.map((one) => (isSilent(one) ? {} : emits(one)));
  const metrics = Object.keys(emits({ valid: 1, bad: 0 }));
  return Object.fromEntries(metrics.map((metric) => [metric, (minute: number) => emitted[minute]?.[metric]]));
}

/** After each minute, counted from the events themselves, without a look at any alarm. */
function expectedFlags(
  { minutes, inARow = 1, isOver, tellsSilence = false }: LimitScenario,
  events: Events,
): boolean[] {
  const isMissed = (window: Events): boolean => (window.every(isSilent) ? tellsSilence : isOver(window));
  const over = events.map((_, end) => isMissed(events.slice(Math.max(0, end + 1 - minutes), end + 1)));
  return over.map((_, end) => over.slice(Math.max(0, end + 1 - inARow), end + 1).filter(Boolean).length >= inARow);
}

function isSilent({ valid }: Events[number]): boolean {
  return valid === 0;
}
