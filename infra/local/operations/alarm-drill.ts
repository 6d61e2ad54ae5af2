import { synthesizedOperations } from '#infra/aws/operations-template.ts';
import { type BurnDrill, burnDrill, isAsExpected } from './burn-drill.ts';
import { type HealthyMonth, healthyMonth } from './healthy-month.ts';
import { type IncidentDrill, incidentDrill, isInTime } from './incident-drill.ts';
import { limitDrill } from './limit-drill.ts';
import { readAlarms } from './read-alarms.ts';

export interface AlarmDrillReport {
  readonly kind: 'alarm-drill';
  readonly burn: readonly BurnDrill[];
  readonly incidents: readonly IncidentDrill[];
  readonly months: readonly HealthyMonth[];
  /** Every alarm was raised and reset when the arithmetic says, and nobody was paged in health. */
  readonly isGood: boolean;
}

const DAYS = 30;
/** Ours: each another month. */
const SEEDS = [1, 2, 3, 4, 5];
/** Any would do: environments differ in names alone. */
const ENVIRONMENT = 'prod';

/** Tries the alarms of the synthesized template: every shape on every objective, every incident, five quiet months. */
export function runAlarmDrill(): AlarmDrillReport {
  const alarms = readAlarms(synthesizedOperations({ environment: ENVIRONMENT }));
  const burn = [...burnDrill(ENVIRONMENT, alarms), ...limitDrill(ENVIRONMENT, alarms)];
  const incidents = incidentDrill(ENVIRONMENT, alarms);
  const months = SEEDS.map((seed) => healthyMonth(alarms, DAYS, seed));
  const isQuiet = months.every(({ raised }) => raised.every(({ severity }) => severity !== 'page'));
  const isGood = burn.every(isAsExpected) && incidents.every(isInTime) && isQuiet;
  return { kind: 'alarm-drill', burn, incidents, months, isGood };
}
