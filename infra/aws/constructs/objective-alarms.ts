import {
  Alarm,
  AlarmRule,
  ComparisonOperator,
  CompositeAlarm,
  type MathExpression,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  BURN_RATES,
  burnLimit,
  type LimitObjective,
  type Objective,
  type RatioObjective,
  type Severity,
} from '#shared/domain/objectives.ts';
import { acknowledge } from '../acknowledge.ts';
import { badShare, limitMetric } from '../alarm-metrics.ts';

export interface ObjectiveAlarmsProps {
  readonly environment: string;
  readonly objective: Objective;
  readonly topics: Readonly<Record<Severity, ITopic>>;
  /** Of the file that says what to do. */
  readonly runbook: string;
}

/** The alarms of one objective: how fast its budget burns, or one for its limit. Each that is raised tells somebody. */
export class ObjectiveAlarms extends Construct {
  constructor(scope: Construct, props: ObjectiveAlarmsProps) {
    super(scope, props.objective.id);
    if (props.objective.kind === 'ratio') this.addBurnRates(props.objective, props);
    else this.addLimit(props.objective, props);
  }

  /** Long and short window together: the budget was spent that fast, and it still is. */
  private addBurnRates(objective: RatioObjective, props: ObjectiveAlarmsProps): void {
    for (const { name, factor, longSeconds, shortSeconds, severity } of BURN_RATES) {
      const window = (part: string, seconds: number, minimumBad: number) =>
        this.metricAlarm(`${name}-${part}`, badShare(props.environment, objective, seconds, minimumBad), {
          ...{ threshold: burnLimit(objective, factor), alarmName: this.nameOf(props, `${name}-${part}`) },
          ...{ evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING },
        });
      const long = window('long', longSeconds, objective.minimumBad);
      const short = window('short', shortSeconds, 1);

      const urgency = objective.severity === 'page' ? severity : 'ticket';
      const composite = new CompositeAlarm(this, name, {
        compositeAlarmName: this.nameOf(props, name),
        alarmRule: AlarmRule.fromString(`ALARM("${long.name}") AND ALARM("${short.name}")`),
        alarmDescription: descriptionOf(props, `${urgency}: the error budget burns ${factor} times too fast.`),
      });
      for (const { alarm } of [long, short]) {
        acknowledge(alarm, { 'NIST.800.53.R5-CloudWatchAlarmAction': 'A window: the composite of both windows acts.' });
      }
      composite.node.addDependency(long.alarm, short.alarm); // A rule of names alone makes no dependency.
      composite.addAlarmAction(new SnsAction(props.topics[urgency]));
    }
  }

  private addLimit(objective: LimitObjective, props: ObjectiveAlarmsProps): void {
    const { threshold, periods, missing, severity } = objective;
    const { alarm } = this.metricAlarm('limit', limitMetric(props.environment, objective), {
      ...{ threshold, alarmName: this.nameOf(props, 'limit') },
      ...{ evaluationPeriods: periods.of, datapointsToAlarm: periods.over },
      treatMissingData: missing === 'breaching' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
      alarmDescription: descriptionOf(props, `${severity}: over its limit.`),
    });
    alarm.addAlarmAction(new SnsAction(props.topics[severity]));
  }

  private metricAlarm(
    id: string,
    metric: MathExpression,
    options: Omit<ConstructorParameters<typeof Alarm>[2], 'metric' | 'comparisonOperator'> & {
      readonly alarmName: string;
    },
  ): { readonly alarm: Alarm; readonly name: string } {
    const comparisonOperator = ComparisonOperator.GREATER_THAN_THRESHOLD;
    return { alarm: new Alarm(this, id, { metric, comparisonOperator, ...options }), name: options.alarmName };
  }

  private nameOf({ environment, objective }: ObjectiveAlarmsProps, part: string): string {
    return `affidavit-${environment}-${objective.id}-${part}`;
  }
}

/** What somebody reads who was woken by it: who suffers, and where to begin. */
function descriptionOf({ objective, runbook }: ObjectiveAlarmsProps, what: string): string {
  return `${objective.title}; ${what} ${objective.impact} Runbook: ${runbook}`;
}
