import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IWidget,
  MathExpression,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { CIRCUITS } from '#shared/domain/circuit.ts';
import {
  BURN_RATES,
  burnLimit,
  errorBudget,
  OBJECTIVES,
  type Objective,
  type RatioObjective,
} from '#shared/domain/objectives.ts';
import { METRIC_NAMES, type MetricName, metricTraits } from '#shared/domain/operational-metrics.ts';
import { badShare, limitMetric, metricOf } from '../alarm-metrics.ts';
import { runbookOf } from '../runbooks.ts';

export interface ObjectiveDashboardProps {
  readonly environment: string;
}

/** Widths on a dashboard's 24 columns. */
const THIRD = 8;

/** One row an objective: what it promises and its runbook, its budget, how it goes. Circuits and durations below. */
export class ObjectiveDashboard extends Construct {
  constructor(scope: Construct, id: string, { environment }: ObjectiveDashboardProps) {
    super(scope, id);
    const dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: `affidavit-${environment}-objectives`,
      defaultInterval: Duration.days(30),
    });
    for (const objective of OBJECTIVES) dashboard.addWidgets(...rowOf(environment, objective));
    dashboard.addWidgets(circuitsWidget(environment));
    const durations = METRIC_NAMES.filter((name) => metricTraits(name).unit !== 'Count');
    dashboard.addWidgets(...durations.map((name) => durationWidget(environment, name)));
  }
}

function rowOf(environment: string, objective: Objective): IWidget[] {
  const { title, impact, id } = objective;
  const markdown = `### ${title}\n${impact}\n\nRunbook: \`${runbookOf(id)}\``;
  const text = new TextWidget({ markdown, width: THIRD, height: 6 });
  if (objective.kind === 'ratio')
    return [text, budgetWidget(environment, objective), burnWidget(environment, objective)];
  const left = [limitMetric(environment, objective)];
  const annotation = { value: objective.threshold, label: 'limit' };
  return [text, new GraphWidget({ title, left, leftAnnotations: [annotation], width: 2 * THIRD, height: 6 })];
}

/** Of the whole budget of the window: 1 when nothing of it is spent, below 0 once it is overspent. */
function budgetWidget(environment: string, objective: RatioObjective): IWidget {
  const { valid, bad, windowDays } = objective;
  const period = Duration.days(1);
  const left = new MathExpression({
    ...{ label: 'error budget left', period },
    expression: `1 - (bad / valid) / ${errorBudget(objective)}`,
    usingMetrics: {
      bad: metricOf(environment, bad, 'Sum', period),
      valid: metricOf(environment, valid, 'Sum', period),
    },
  });
  const title = `Error budget, ${windowDays} days`;
  return new SingleValueWidget({ title, metrics: [left], setPeriodToTimeRange: true, width: THIRD, height: 6 });
}

function burnWidget(environment: string, objective: RatioObjective): IWidget {
  const [fast, slow] = BURN_RATES;
  return new GraphWidget({
    ...{ title: `Bad events: ${objective.bad} of ${objective.valid}`, width: THIRD, height: 6 },
    left: [badShare(environment, objective, fast.longSeconds, 1)],
    leftAnnotations: [fast, slow].map(({ name, factor }) => ({
      ...{ value: burnLimit(objective, factor), label: name },
    })),
  });
}

/** The state of each part's circuit: 1 while some process does not ask it. */
function circuitsWidget(environment: string): IWidget {
  const left = Object.values(CIRCUITS).map((name) => metricOf(environment, name, 'Maximum', Duration.minutes(5)));
  return new GraphWidget({ title: 'Circuits that are open', left, width: 2 * THIRD, height: 6 });
}

function durationWidget(environment: string, name: MetricName): IWidget {
  const left = ['p50', 'p95', 'p99'].map((statistic) => metricOf(environment, name, statistic, Duration.minutes(5)));
  return new GraphWidget({ title: name, left, width: THIRD / 2 + 2, height: 6 });
}
