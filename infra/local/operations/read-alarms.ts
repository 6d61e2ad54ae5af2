import * as z from 'zod';
import type { MetricAlarm } from '#shared/domain/alarm-evaluation.ts';
import { type CompositeRule, compositeRule } from '#shared/domain/composite-rule.ts';
import type { Severity } from '#shared/domain/objectives.ts';

/** An alarm that tells somebody. */
export interface TellingAlarm {
  readonly name: string;
  readonly description: string;
  readonly rule: CompositeRule;
  /** By the topic that it goes to. */
  readonly severity: Severity;
}

export interface TemplateAlarms {
  readonly metricAlarms: readonly MetricAlarm[];
  readonly tellingAlarms: readonly TellingAlarm[];
}

const StatSchema = z.object({
  Metric: z.object({ MetricName: z.string() }),
  Period: z.int(),
  Stat: z.enum(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount']),
});
const MetricSchema = z.object({
  Id: z.string(),
  Expression: z.string().optional(),
  MetricStat: StatSchema.optional(),
  ReturnData: z.boolean().optional(),
});
const ActionsSchema = z.array(z.unknown()).default([]);
const AlarmSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().default(''),
  AlarmActions: ActionsSchema,
  ComparisonOperator: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  Threshold: z.number(),
  EvaluationPeriods: z.int().positive(),
  DatapointsToAlarm: z.int().positive().optional(),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).default('missing'),
  Metrics: z.array(MetricSchema),
});
const CompositeSchema = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string().default(''),
  AlarmActions: ActionsSchema,
  AlarmRule: z.string(),
});
const TemplateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string(), Properties: z.looseObject({}).default({}) })),
});

/**
 * The alarms of a synthesized template, as CloudWatch would get them.
 *
 * @throws ZodError when one is of a shape that the evaluator does not know.
 */
export function readAlarms(template: unknown): TemplateAlarms {
  const resources = Object.values(TemplateSchema.parse(template).Resources);
  const propertiesOf = (type: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const alarms = propertiesOf('AWS::CloudWatch::Alarm').map((properties) => AlarmSchema.parse(properties));
  const composites = propertiesOf('AWS::CloudWatch::CompositeAlarm').map((one) => CompositeSchema.parse(one));
  const telling = [
    ...composites,
    ...alarms.map((alarm) => ({ ...alarm, AlarmRule: `ALARM("${alarm.AlarmName}")` })),
  ].filter(({ AlarmActions }) => AlarmActions.length > 0);
  return {
    metricAlarms: alarms.map(metricAlarmOf),
    tellingAlarms: telling.map(({ AlarmName, AlarmDescription, AlarmRule, AlarmActions }) => ({
      ...{ name: AlarmName, description: AlarmDescription, rule: compositeRule(AlarmRule) },
      severity: JSON.stringify(AlarmActions).includes('Pages') ? 'page' : 'ticket',
    })),
  };
}

function metricAlarmOf(alarm: z.output<typeof AlarmSchema>): MetricAlarm {
  const stats = alarm.Metrics.flatMap(({ Id, MetricStat }) =>
    MetricStat === undefined ? [] : [{ Id, ...MetricStat }],
  );
  const expressions = alarm.Metrics.filter(({ ReturnData }) => ReturnData !== false).map(
    ({ Id, Expression }) => Expression ?? Id, // A metric without math is compared as it is.
  );
  return {
    name: alarm.AlarmName,
    reads: Object.fromEntries(
      stats.map(({ Id, Metric, Stat }) => [Id, { metric: Metric.MetricName, statistic: Stat }]),
    ),
    periodSeconds: z.number().parse(stats[0]?.Period),
    expression: z.tuple([z.string()]).parse(expressions)[0],
    comparison: alarm.ComparisonOperator,
    threshold: alarm.Threshold,
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
    missing: alarm.TreatMissingData,
  };
}
