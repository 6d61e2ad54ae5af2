import { HEALTHY_MINUTES } from './error-shapes.ts';
import { HEALTH, INCIDENTS, type Incident } from './incidents.ts';
import { type Raised, raisedAlarms } from './raised-alarms.ts';
import type { TemplateAlarms } from './read-alarms.ts';
import { type Emission, simulatedSeries } from './simulated-series.ts';

export interface IncidentDrill {
  readonly name: string;
  readonly objective: string;
  readonly within: number;
  /** Minutes until an alarm of its objective was raised; undefined: never. */
  readonly raised?: number | undefined;
  /** Objectives whose alarms were raised in the time, in the order in which they were. */
  readonly alarmed: readonly string[];
}

/** Minutes of an incident that are replayed. */
const DURING = 150;

/** Replays incidents against the alarms of a template, after so many minutes of health. */
export function incidentDrill(
  environment: string,
  alarms: TemplateAlarms,
  incidents: readonly Incident[] = INCIDENTS,
  before = HEALTHY_MINUTES,
): IncidentDrill[] {
  return incidents.map(({ name, objective, within, emits }) => {
    const series = simulatedSeries(before + DURING, { ...HEALTH, ...afterwards(emits, before) });
    const raised = raisedAlarms(alarms, series).filter(({ from }) => from > before);
    const inTime = raised.filter(({ from }) => from <= before + within).sort((a, b) => a.from - b.from);
    const objectives = inTime.map((one) => objectiveOf(environment, one));
    const first = raised.filter((one) => objectiveOf(environment, one) === objective).map(({ from }) => from - before);
    const alarmed = [...new Set(objectives)];
    return { name, objective, within, raised: first.length === 0 ? undefined : Math.min(...first), alarmed };
  });
}

export function isInTime({ raised, within }: IncidentDrill): boolean {
  return raised !== undefined && raised <= within;
}

function afterwards(emits: Incident['emits'], minutes: number): Incident['emits'] {
  const changed = Object.entries(emits).map(([metric, emission]) => {
    const before = HEALTH[metric as keyof typeof HEALTH]; // The names are those of `emits`.
    const both: Emission = (minute) => (minute < minutes ? before?.(minute) : emission(minute - minutes));
    return [metric, both];
  });
  return Object.fromEntries(changed);
}

function objectiveOf(environment: string, { alarm }: Raised): string {
  return alarm
    .replace(`affidavit-${environment}-`, '')
    .replace(/-(?:fast|slow|steady|limit)$|(?<=^dead-letters)-.*$/, '');
}
