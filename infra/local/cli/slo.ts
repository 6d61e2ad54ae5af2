import path from 'node:path';
import type { Command } from 'commander';
import { METRIC_HISTORY_SCHEMA, type MetricHistory, metricHistory } from '#shared/adapters/local/metric-history.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import { metricSeries } from '#shared/domain/metric-series.ts';
import { type ObjectiveStatus, objectiveStatus } from '#shared/domain/objective-status.ts';
import { OBJECTIVES } from '#shared/domain/objectives.ts';
import type { MetricName } from '#shared/domain/operational-metrics.ts';
import { METRICS_FILE } from '../open-databases.ts';
import { runAlarmDrill } from '../operations/alarm-drill.ts';
import { alarmDrillLines } from '../operations/alarm-drill-report.ts';
import { addCommand, type CliContext, EXIT_CODES } from './cli-context.ts';

interface SloOptions {
  readonly drill?: true;
  readonly json?: true;
}

/** Minutes of the longest window. */
const WINDOW = 30 * 1_440;

export function addSloCommand(program: Command, context: CliContext): void {
  addCommand(program, context, {
    name: 'slo',
    summary: 'how the objectives stand on this state folder: what was measured, error budget, burn',
    details:
      '\nWith --drill the alarms of the template are tried: error shapes, incidents, a quiet month. It keeps nothing.',
  })
    .option('--drill', 'try the synthesized alarms in place of showing what was measured')
    .action((options: SloOptions) => (options.drill ? drill(options, context) : showStatus(options, context)));
}

/** Reads the metrics alone, so that it is quick, also beside a stack that is at work. */
function showStatus({ json }: SloOptions, context: CliContext): void {
  const home = context.settings.AFFIDAVIT_HOME;
  const database = openDatabase(path.join(home, METRICS_FILE), METRIC_HISTORY_SCHEMA);
  try {
    const seriesOf = measuredSeries(metricHistory(database, { clock: systemClock }));
    const objectives = OBJECTIVES.map((objective) => objectiveStatus(objective, seriesOf));
    if (json) context.printJson({ objectives });
    else for (const line of statusLines(objectives)) context.print(line);
    if (objectives.every(({ state }) => state === 'silent'))
      context.note(
        `Nothing was measured in ${home} yet: take in a document, ask a question, or run \`affidavit canary\`.`,
      );
  } finally {
    database.close();
  }
}

/** The last 30 days up to this minute, which counts as far as it has come. */
function measuredSeries(history: MetricHistory) {
  const now = Math.floor(systemClock.now() / 60_000);
  const from = now - WINDOW + 1;
  return (metric: string) => {
    const points = history.read(metric as MetricName, from, now); // Objectives name metrics of ours alone.
    return metricSeries(WINDOW, (minute) => points.get(from + minute));
  };
}

function statusLines(objectives: readonly ObjectiveStatus[]): string[] {
  const row = (cells: readonly string[]) =>
    [42, 8, 10, 10, 8, 8, 22]
      .map((width, at) => (cells[at] ?? '').padEnd(width))
      .join(' ')
      .trimEnd();
  return [
    row(['objective', 'state', 'measured', 'goal', 'events', 'budget', 'burn fast/slow/steady']),
    ...objectives.map((one) => row(cellsOf(one))),
    '',
    ...objectives.flatMap(burningLine),
    'State: silent where nothing was measured in 30 days, or, of a limit, in its last period.',
    'Budget: what is left of the bad events that 30 days allow. Burn: 1 spends it in just that time.',
  ];
}

function cellsOf({ title, state, measured, goal, events, budgetLeft, burn }: ObjectiveStatus): string[] {
  const isShare = events !== undefined;
  const figure = (value: number | undefined) =>
    value === undefined ? '-' : isShare ? percent(value) : value.toFixed(2);
  const rates = burn && Object.values(burn).map((rate) => rate?.toFixed(1) ?? '-');
  return [
    ...[title, state, figure(measured), `${isShare ? '>= ' : '<= '}${isShare ? percent(goal) : goal}`],
    ...[String(events ?? ''), budgetLeft === undefined ? '' : percent(budgetLeft), rates?.join(' / ') ?? ''],
  ];
}

function burningLine({ title, burning = [] }: ObjectiveStatus): string[] {
  return burning.length === 0 ? [] : [`Burning: ${title}; alarms that would be raised now: ${burning.join(', ')}.`];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function drill({ json }: SloOptions, context: CliContext): void {
  const report = runAlarmDrill();
  if (json) context.printJson(report);
  else for (const line of alarmDrillLines(report)) context.print(line);
  if (!report.isGood) context.setExitCode(EXIT_CODES.failed);
}
