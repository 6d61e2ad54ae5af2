import { BURN_RATES } from '#shared/domain/objectives.ts';
import { burnDrill, isAsExpected, RATIO_OBJECTIVES } from './burn-drill.ts';
import { undeclaredAlarms } from './declared-alarms.ts';
import { ERROR_SHAPES, type ErrorShape } from './error-shapes.ts';
import { incidentDrill, isInTime } from './incident-drill.ts';
import { INCIDENTS } from './incidents.ts';
import { LIMIT_ALARMS, limitDrill } from './limit-drill.ts';
import type { PlantedMistake } from './planted-mistakes.ts';

export interface MistakeDrill {
  readonly alarm: string;
  readonly mistake: string;
  /** What told of it: an alarm raised or reset at another time, or the comparison with the objectives; else nothing did. */
  readonly foundBy?: 'failures' | 'comparison' | undefined;
}

/** Minutes of failure that a mistake is looked for in; the longest that an alarm of a limit looks back is six hours. */
const MINUTES = 12 * 60;

/** Looks for mistakes that were planted one at a time, and says what of this drill tells of each. */
export function mistakeDrill(environment: string, mistakes: readonly PlantedMistake[]): MistakeDrill[] {
  return mistakes.map((planted) => {
    const { alarm, mistake } = planted;
    return { alarm, mistake, foundBy: foundBy(environment, planted) };
  });
}

function foundBy(environment: string, planted: PlantedMistake): MistakeDrill['foundBy'] {
  if (isFoundByFailures(environment, planted)) return 'failures';
  return undeclaredAlarms(environment, planted.alarms).includes(planted.alarm) ? 'comparison' : undefined;
}

/** Shape by shape, and only the alarm's own: the first that goes otherwise is enough. */
function isFoundByFailures(environment: string, { alarm, alarms }: PlantedMistake): boolean {
  const isOf = (name: string) => alarm.startsWith(`affidavit-${environment}-${name}`);
  const limits = LIMIT_ALARMS.filter(({ name }) => alarm === `affidavit-${environment}-${name}`);
  const objectives = RATIO_OBJECTIVES.filter(({ id }) => isOf(`${id}-`));
  const rates: readonly string[] = BURN_RATES.map(({ name }) => name).filter((name) =>
    `${alarm}-`.includes(`-${name}-`),
  );
  const both = alarms.metricAlarms.filter(({ name }) => withoutWindow(name) === withoutWindow(alarm));
  const own = { ...alarms, metricAlarms: both };
  const isOff = (shape: ErrorShape) =>
    [
      ...limitDrill(environment, own, limits, [shape], MINUTES),
      ...burnDrill(environment, own, objectives, [shape], MINUTES).filter(({ burnRate }) => rates.includes(burnRate)),
    ].some((one) => !isAsExpected(one));
  const incidents = INCIDENTS.filter(({ objective }) => isOf(`${objective}-`));
  return (
    ERROR_SHAPES.some(isOff) || incidentDrill(environment, alarms, incidents, MINUTES).some((one) => !isInTime(one))
  );
}

/** The composite that an alarm over one window belongs to; any other alarm itself. */
function withoutWindow(name: string): string {
  return name.replace(/-(?:long|short)$/, '');
}
