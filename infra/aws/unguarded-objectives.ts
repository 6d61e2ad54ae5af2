import type { Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { Objective } from '#shared/domain/objectives.ts';
import { runbookExists, runbookOf } from './runbooks.ts';

/**
 * What is missing for somebody to be told when an objective is missed, and which alarms tell of none, a sentence each;
 * read from what was made.
 */
export function unguardedObjectives(
  stack: Stack,
  environment: string,
  objectives: readonly Pick<Objective, 'id' | 'impact'>[],
): string[] {
  const made = stack.node.findAll().flatMap((construct) => {
    if (construct instanceof CfnAlarm || construct instanceof CfnCompositeAlarm) return [alarmOf(construct)];
    return [];
  });
  const isOf = ({ name }: MadeAlarm, { id }: Pick<Objective, 'id'>) =>
    name.startsWith(`affidavit-${environment}-${id}-`);
  const strays = made.filter((alarm) => !objectives.some((objective) => isOf(alarm, objective)));
  const unguarded = objectives.flatMap((objective) => {
    const own = made.filter((alarm) => isOf(alarm, objective));
    // The windows that a composite is made of tell nobody themselves.
    const telling = own.filter(({ name }) => !/-(?:long|short)$/.test(name));
    if (telling.length === 0) return [`${objective.id}: no alarm`];
    return telling.flatMap((alarm) => faultsOf(alarm, objective));
  });
  return [...unguarded, ...strays.map(({ name }) => `${name}: an alarm of no objective`)];
}

interface MadeAlarm {
  readonly name: string;
  readonly description: string;
  readonly actions: number;
}

function alarmOf(alarm: CfnAlarm | CfnCompositeAlarm): MadeAlarm {
  const { alarmName = '', alarmDescription = '', alarmActions = [] } = alarm;
  return { name: alarmName, description: alarmDescription, actions: alarmActions.length };
}

function faultsOf(
  { name, description, actions }: MadeAlarm,
  { id, impact }: Pick<Objective, 'id' | 'impact'>,
): string[] {
  const runbook = runbookOf(id);
  return [
    ...(actions === 0 ? [`${name}: no action`] : []),
    ...(impact.trim() === '' || !description.includes(impact) ? [`${name}: no sentence on who suffers`] : []),
    ...(description.includes(runbook) && runbookExists(runbook) ? [] : [`${name}: no runbook ${runbook}`]),
  ];
}
