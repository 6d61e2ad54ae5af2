import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { LimitObjective, RatioObjective, Statistic } from '#shared/domain/objectives.ts';
import {
  type METRIC_DIMENSIONS,
  METRIC_NAMESPACE,
  METRIC_SERVICE,
  type MetricName,
} from '#shared/domain/operational-metrics.ts';

/** A metric of an environment, as its functions emit it. */
export function metricOf(environment: string, metricName: MetricName, statistic: string, period: Duration): Metric {
  const dimensionsMap: Record<(typeof METRIC_DIMENSIONS)[number], string> = { service: METRIC_SERVICE, environment };
  return new Metric({ namespace: METRIC_NAMESPACE, metricName, statistic, period, dimensionsMap });
}

/**
 * The share of bad events over a window, 0 while fewer than `minimumBad` of them are bad. Both metrics come with every
 * event, so that there is no share only where there was no event.
 */
export function badShare(
  environment: string,
  { valid, bad }: RatioObjective,
  seconds: number,
  minimumBad: number,
): MathExpression {
  const period = Duration.seconds(seconds);
  return new MathExpression({
    label: 'share of bad events',
    expression: `IF(bad >= ${minimumBad}, bad / valid, 0)`,
    usingMetrics: {
      bad: metricOf(environment, bad, 'Sum', period),
      valid: metricOf(environment, valid, 'Sum', period),
    },
    period,
  });
}

/** What a limit objective compares with its threshold. */
export function limitMetric(environment: string, { reads, expression, periodSeconds }: LimitObjective): MathExpression {
  const period = Duration.seconds(periodSeconds);
  const read = ([id, { metric, statistic }]: [string, { metric: MetricName; statistic: Statistic }]) => [
    ...[id, metricOf(environment, metric, statistic, period)],
  ];
  const usingMetrics = Object.fromEntries(Object.entries(reads).map(read));
  return new MathExpression({ label: 'measured', expression, usingMetrics, period });
}
