import type { Severity } from '#shared/domain/objectives.ts';
import type { AlarmDrillReport } from './alarm-drill.ts';
import { type BurnDrill, isAsExpected } from './burn-drill.ts';
import { isInTime } from './incident-drill.ts';
import type { MistakeDrill } from './mistake-drill.ts';

/** The drill as tables for people. Times are minutes after the beginning. */
export function alarmDrillLines(report: AlarmDrillReport): string[] {
  const { burn, incidents, months, isGood } = report;
  const raised = months.flatMap((month) => month.raised);
  const countOf = (wanted: Severity) => raised.filter(({ severity }) => severity === wanted).length;
  const days = months.reduce((sum, month) => sum + month.days, 0);
  return [
    row(['objective', 'burn', 'shape', 'expected', 'evaluated', '']),
    ...burn.map((one) =>
      row([
        one.objective,
        one.burnRate,
        one.shape,
        timesText(one.expected),
        timesText(one.evaluated),
        mark(isAsExpected(one)),
      ]),
    ),
    '',
    ...incidents.map((one) => `${mark(isInTime(one))} ${incidentText(one)}`),
    '',
    `Healthy, with few events, ${days} days: ${countOf('page')} pages, ${countOf('ticket')} tickets.`,
    ...raised.map(({ alarm, severity, from }) => `  ${severity}: ${alarm} after ${from} minutes`),
    '',
    ...mistakeLines(report),
    isGood ? 'Every alarm does what the arithmetic says.' : 'Some alarms do not do what the arithmetic says.',
  ];
}

function mistakeLines({ undeclared, mistakes }: AlarmDrillReport): string[] {
  const countOf = (wanted: MistakeDrill['foundBy']) => mistakes.filter(({ foundBy }) => foundBy === wanted).length;
  const unseen = mistakes.filter(({ foundBy }) => foundBy === undefined);
  return [
    `Alarms that are not as the objectives declare them: ${undeclared.join(', ') || 'none'}.`,
    `Mistakes planted, one at a time: ${mistakes.length}. Found by failures ${countOf('failures')}, by comparison with the objectives alone ${countOf('comparison')}, by nothing ${unseen.length}.`,
    ...unseen.map(({ alarm, mistake }) => `  OFF: ${alarm}, ${mistake}`),
  ];
}

function incidentText({ name, objective, raised, within, alarmed }: AlarmDrillReport['incidents'][number]): string {
  const when = raised === undefined ? 'never' : `${raised} min`;
  return `${name}: ${objective} after ${when} (<= ${within}); raised by then: ${alarmed.join(', ') || 'nothing'}`;
}

function timesText({ raised, reset, times }: BurnDrill['expected']): string {
  if (raised === undefined) return 'never';
  return `${raised}${reset === undefined ? '' : ` to ${reset}`}${times > 1 ? `, ${times} times` : ''}`;
}

function row(cells: readonly string[]): string {
  return cells
    .map((cell, at) => cell.padEnd([21, 7, 39, 22, 22, 4][at] ?? 0))
    .join(' ')
    .trimEnd();
}

function mark(isGood: boolean): string {
  return isGood ? 'ok' : 'OFF';
}
