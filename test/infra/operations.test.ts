import { App } from 'aws-cdk-lib';
import { Alarm, CfnCompositeAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CDK_BEHAVIOUR } from '#infra/aws/cdk-behaviour.ts';
import { environmentResources } from '#infra/aws/environment-resources.ts';
import { OperationsStack } from '#infra/aws/operations-stack.ts';
import { ENVIRONMENTS } from '#infra/environments/by-name.ts';
import { readAlarms } from '#infra/local/operations/read-alarms.ts';
import { OBJECTIVES, type Objective } from '#shared/domain/objectives.ts';
import { METRIC_NAMES } from '#shared/domain/operational-metrics.ts';
import { operationsTemplate } from '../doubles/synthesized-alarms.ts';

const resources = Object.values(operationsTemplate().Resources);
const MetricsSchema = z.array(
  z.object({
    MetricStat: z
      .object({
        Period: z.int(),
        Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: z.unknown() }),
      })
      .optional(),
  }),
);
const isOurs = ({ Namespace }: { Namespace: string }) => Namespace !== 'AWS/SQS';
const alarms = resources
  .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
  .map(({ Properties }) => ({
    periods: z.int().parse(Properties['EvaluationPeriods']),
    stats: MetricsSchema.parse(Properties['Metrics']).flatMap(({ MetricStat }) => MetricStat ?? []),
  }));

function stackOf(objectives: readonly Objective[]) {
  const app = new App({ context: CDK_BEHAVIOUR, builtinCloudFormationValidation: false });
  return { app, stack: new OperationsStack(app, 'Operations', { settings: ENVIRONMENTS.dev, objectives }) };
}

const [OBJECTIVE] = OBJECTIVES as readonly [Objective, ...Objective[]]; // It is not empty.

describe('alarms', () => {
  it('are there for each objective, with an action, the sentence on who suffers and the runbook', () => {
    const { tellingAlarms } = readAlarms(operationsTemplate());

    for (const { id, impact } of OBJECTIVES) {
      const own = tellingAlarms.filter(({ name }) => name.startsWith(`affidavit-dev-${id}-`));
      expect(own.length).toBeGreaterThan(0);
      for (const { description } of own) {
        expect(description).toContain(impact);
        expect(description).toContain(`docs/operations/runbooks/${id}.md`);
      }
    }
  });

  it('page nobody for an objective that is worth a ticket', () => {
    const { tellingAlarms } = readAlarms(operationsTemplate());
    const tickets = OBJECTIVES.filter(({ severity }) => severity === 'ticket').map(({ id }) => id);

    const severities = tellingAlarms.filter(({ name }) => tickets.some((id) => name.includes(id)));

    expect(new Set(severities.map(({ severity }) => severity))).toEqual(new Set(['ticket']));
  });

  it('keep to what CloudWatch takes: seven days, a day below hourly periods, ten metrics', () => {
    for (const { periods, stats } of alarms) {
      const lengths = stats.map(({ Period }) => Period);
      expect(stats.length).toBeLessThanOrEqual(10);
      expect(new Set(lengths).size).toBe(1);
      for (const length of lengths) expect(length * periods).toBeLessThanOrEqual(length >= 3_600 ? 604_800 : 86_400);
    }
  });

  it('read metrics that the product knows, by the dimensions with which it emits them', () => {
    const read = alarms.flatMap(({ stats }) => stats.map(({ Metric }) => Metric)).filter(isOurs);
    const Dimensions = [
      { Name: 'environment', Value: 'dev' },
      { Name: 'service', Value: 'affidavit' },
    ];

    expect(read.length).toBeGreaterThan(80);
    for (const metric of read) {
      expect(metric).toMatchObject({ Namespace: 'Affidavit', Dimensions });
      expect(METRIC_NAMES).toContain(metric.MetricName);
    }
  });
});

describe('dead letters', () => {
  it('of every dead-letter queue raise an alarm that names the runbook, and no alarm watches another', () => {
    const queues = environmentResources(ENVIRONMENTS.dev).filter(({ Type }) => Type === 'AWS::SQS::Queue');
    const names = queues.flatMap(({ Properties }) => (Properties['RedrivePolicy'] ? [] : [Properties['QueueName']]));
    const watched = alarms.flatMap(({ stats }) => stats.map(({ Metric }) => Metric)).filter((one) => !isOurs(one));

    const { tellingAlarms } = readAlarms(operationsTemplate());
    const telling = tellingAlarms.filter(({ name }) => name.startsWith('affidavit-dev-dead-letters-'));

    expect(names.length).toBeGreaterThan(8);
    expect(new Set(watched.map(({ Dimensions }) => JSON.stringify(Dimensions)))).toEqual(
      new Set(names.map((Value) => JSON.stringify([{ Name: 'QueueName', Value }]))),
    );
    expect(telling).toHaveLength(names.length);
    for (const { description } of telling) expect(description).toContain('docs/operations/runbooks/dead-letters.md');
  });
});

describe('synthesis fails', () => {
  it('when an objective has no alarm', () => {
    const { app, stack } = stackOf([OBJECTIVE]);
    stack.node.tryRemoveChild(OBJECTIVE.id);

    expect(() => app.synth()).toThrow(`${OBJECTIVE.id}: no alarm`);
  });

  it('when an alarm has no action', () => {
    const { app, stack } = stackOf([OBJECTIVE]);
    for (const one of stack.node.findAll()) if (one instanceof CfnCompositeAlarm) one.alarmActions = [];

    expect(() => app.synth()).toThrow('query-availability-fast: no action');
  });

  it('when an alarm is of no objective, so that nobody knows what to do about it', () => {
    const { app, stack } = stackOf([OBJECTIVE]);
    const metric = new Metric({ namespace: 'Affidavit', metricName: 'Strays' });
    new Alarm(stack, 'Stray', { alarmName: 'affidavit-dev-stray', metric, threshold: 1, evaluationPeriods: 1 });

    expect(() => app.synth()).toThrow('affidavit-dev-stray: an alarm of no objective');
  });

  it('when nothing is said of who suffers', () => {
    expect(() => stackOf([{ ...OBJECTIVE, impact: '' }]).app.synth()).toThrow('no sentence on who suffers');
  });

  it('when there is no runbook', () => {
    const unknown = { ...OBJECTIVE, id: 'unheard-of' };

    expect(() => stackOf([unknown]).app.synth()).toThrow('no runbook docs/operations/runbooks/unheard-of.md');
  });
});

describe('the dashboard', () => {
  it('shows the runbook of each objective, and the budget of those that have one', () => {
    const body = JSON.stringify(resources.find(({ Type }) => Type === 'AWS::CloudWatch::Dashboard')?.Properties);

    for (const { id } of OBJECTIVES) expect(body).toContain(`docs/operations/runbooks/${id}.md`);
    const budgets = OBJECTIVES.filter(({ kind }) => kind === 'ratio').length;
    expect(body.split('error budget left').length - 1).toBe(budgets);
  });
});
