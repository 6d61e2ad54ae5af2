import { ofType } from '../templates.ts';
import { alarmRuleProblem } from './alarm-rule.ts';
import { eventPatternProblems } from './event-pattern.ts';
import { catchesAll, type MachineState, statesOf } from './machine-states.ts';
import { listOf, named, valueAt } from './reading.ts';
import { resolvedText } from './resolved-text.ts';
import type { TemplateRule } from './template-rule.ts';

export const BEHAVIOUR_RULES: readonly TemplateRule[] = [
  {
    name: 'every pattern of a rule is one that EventBridge takes and that can match',
    because: 'the template is accepted either way, and a wrong pattern is silence',
    violations: (environment) =>
      ofType(environment, 'AWS::Events::Rule')
        .filter(({ Properties }) => 'EventPattern' in Properties || !('ScheduleExpression' in Properties))
        .flatMap((one) => eventPatternProblems(one.Properties['EventPattern']).map((problem) => named(one, problem))),
  },
  {
    name: 'every rule of a composite alarm is one that CloudWatch takes',
    because: 'the template is accepted either way, and the deployment ends half-way',
    violations: (environment) =>
      ofType(environment, 'AWS::CloudWatch::CompositeAlarm').flatMap((one) => {
        const problem = alarmRuleProblem(resolvedText(one.Properties['AlarmRule']));
        return problem === undefined ? [] : [named(one, problem)];
      }),
  },
  ...stateRules(),
];

function stateRules(): TemplateRule[] {
  return [
    overStates({
      name: 'no task waits for ever',
      because: 'without a number Step Functions waits for a year',
      isBroken: ({ type, fields }) => type === 'Task' && !(Number(fields['TimeoutSeconds']) > 0),
    }),
    overStates({
      name: 'every task tries again, spread at random and at most a minute apart',
      because: 'documents that were throttled together must not come back together',
      isBroken: ({ type, fields }) => type === 'Task' && !spreadsItsTries(fields['Retry']),
    }),
    overStates({
      name: 'every failure is caught, but for those of the task that ends the execution on one',
      because: 'a failure that is not written to the ledger is a document lost without a word',
      isBroken: ({ type, fields, isCaughtAround, endsInFailure }) =>
        type === 'Task' && !catchesAll(fields) && !isCaughtAround && !endsInFailure,
    }),
  ];
}

interface StateRule extends Pick<TemplateRule, 'name' | 'because'> {
  isBroken(state: MachineState): boolean;
}

function overStates({ name, because, isBroken }: StateRule): TemplateRule {
  return {
    name,
    because,
    violations: (environment) =>
      ofType(environment, 'AWS::StepFunctions::StateMachine').flatMap((machine) =>
        statesOf(machine)
          .filter(isBroken)
          .map((state) => named(machine, state.name)),
      ),
  };
}

function spreadsItsTries(retry: unknown): boolean {
  const retriers = listOf(retry);
  return (
    retriers.length > 0 &&
    retriers.every((one) => {
      return valueAt(one, 'JitterStrategy') === 'FULL' && Number(valueAt(one, 'MaxDelaySeconds')) <= 60;
    })
  );
}
