import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import {
  DEAD_LETTER_EDGES,
  DEAD_LETTERS,
  type DeadLetterEdge,
  deadLetterQueueName,
  QUEUED_LETTERS,
} from '../dead-letter-edges.ts';

export interface DeadLetterAlarmsProps {
  readonly environment: string;
  readonly topic: ITopic;
  /** Of the file that says what to do. */
  readonly runbook: string;
}

/** What a user notices while letters lie there. */
export const DEAD_LETTERS_IMPACT =
  'A change of a document, a call of the schedule or a deployment was given up: people wait for it until somebody looks.';

/** As often as SQS tells how many letters lie in a queue, at the least. */
const PERIOD = Duration.minutes(5);

/** An alarm for each dead-letter queue: raised by the first letter in it, over once the queue is empty again. */
export class DeadLetterAlarms extends Construct {
  constructor(scope: Construct, id: string, props: DeadLetterAlarmsProps) {
    super(scope, id);
    for (const edge of DEAD_LETTER_EDGES) this.addAlarm(edge, props);
  }

  private addAlarm(edge: DeadLetterEdge, { environment, topic, runbook }: DeadLetterAlarmsProps): void {
    const letters = new Metric({
      ...{ namespace: 'AWS/SQS', metricName: QUEUED_LETTERS, statistic: 'Maximum', period: PERIOD },
      dimensionsMap: { QueueName: deadLetterQueueName(environment, edge) },
    });
    const alarm = new Alarm(this, edge, {
      alarmName: `affidavit-${environment}-${DEAD_LETTERS}-${edge}`,
      metric: new MathExpression({ expression: 'letters', usingMetrics: { letters }, period: PERIOD, label: edge }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      ...{ threshold: 0, evaluationPeriods: 1, datapointsToAlarm: 1 },
      treatMissingData: TreatMissingData.NOT_BREACHING, // SQS tells nothing of a queue that nobody uses.
      alarmDescription: `ticket: letters in ${edge}. ${DEAD_LETTERS_IMPACT} Runbook: ${runbook}`,
    });
    alarm.addAlarmAction(new SnsAction(topic));
  }
}
