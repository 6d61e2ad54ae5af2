import { synthesizedOperations } from '#infra/aws/operations-template.ts';
import { type BurnDrill, burnDrill, isAsExpected } from './burn-drill.ts';
import { undeclaredAlarms } from './declared-alarms.ts';
import { type HealthyMonth, healthyMonth } from './healthy-month.ts';
import { type IncidentDrill, incidentDrill, isInTime } from './incident-drill.ts';
import { limitDrill } from './limit-drill.ts';
import { type MistakeDrill, mistakeDrill } from './mistake-drill.ts';
import { plantedMistakes } from './planted-mistakes.ts';
import { readAlarms } from './read-alarms.ts';

export interface AlarmDrillReport {
  readonly kind: 'alarm-drill';
  readonly burn: readonly BurnDrill[];
  readonly incidents: readonly IncidentDrill[];
  readonly months: readonly HealthyMonth[];
  /** Names of alarms that are not as the objectives declare them. */
  readonly undeclared: readonly string[];
  /** Every mistake that was planted in an alarm, and what told of it. */
  readonly mistakes: readonly MistakeDrill[];
  /**
   * Every alarm is as declared and was raised and reset when the arithmetic says, nobody was paged in health, and no
   * planted mistake went unnoticed.
   */
  readonly isGood: boolean;
}

const DAYS = 30;
/** Ours: each another month. */
const SEEDS = [1, 2, 3, 4, 5];
/** Any would do: environments differ in names alone. */
const ENVIRONMENT = 'prod';

/**
 * Tries the alarms of the synthesized template: every shape on every objective, every incident, five quiet months; and
 * the drill itself, by mistakes that are planted in each alarm.
 */
export function runAlarmDrill(): AlarmDrillReport {
  const alarms = readAlarms(synthesizedOperations({ environment: ENVIRONMENT }));
  const burn = [...burnDrill(ENVIRONMENT, alarms), ...limitDrill(ENVIRONMENT, alarms)];
  const incidents = incidentDrill(ENVIRONMENT, alarms);
  const months = SEEDS.map((seed) => healthyMonth(alarms, DAYS, seed));
  const isQuiet = months.every(({ raised }) => raised.every(({ severity }) => severity !== 'page'));
  const undeclared = undeclaredAlarms(ENVIRONMENT, alarms);
  const mistakes = mistakeDrill(ENVIRONMENT, plantedMistakes(alarms));
  const isProven = undeclared.length === 0 && mistakes.every((one) => one.foundBy !== undefined);
  const isGood = burn.every(isAsExpected) && incidents.every(isInTime) && isQuiet && isProven;
  return { kind: 'alarm-drill', burn, incidents, months, undeclared, mistakes, isGood };
}
