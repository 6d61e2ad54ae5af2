import { Metrics as Powertools } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, METRIC_SERVICE, type MetricName, metricTraits } from '../../domain/operational-metrics.ts';
import type { Metrics } from '../../ports/metrics.ts';

interface EmfMetricsOptions {
  /** Stage of the app, the value of the dimension `environment`. */
  readonly environment: string;
  /** Takes one line of JSON; standard output unless it is given. */
  readonly write?: (line: string) => void;
}

/**
 * Metrics as lines of CloudWatch's embedded metric format: what is emitted together is one line, and CloudWatch makes
 * metrics of it without any call of ours. Whom a line is about stands in it as a field that is no dimension: Logs
 * Insights adds up by it, and no metric is paid for each tenant.
 *
 * Source: CloudWatch user guide, "Specification: embedded metric format".
 */
export function emfMetrics({ environment, write = writeLine }: EmfMetricsOptions): Metrics {
  const powertools = new Powertools({
    namespace: METRIC_NAMESPACE,
    serviceName: METRIC_SERVICE,
    defaultDimensions: { environment },
  });
  return {
    emit: (values, about) => {
      const observed = Object.entries(values) as [MetricName, number][]; // TypeScript types the keys of any object as string.
      if (observed.length === 0) return;
      for (const [name, value] of observed) powertools.addMetric(name, metricTraits(name).unit, value);
      if (about !== undefined) powertools.addMetadata('tenantId', about.tenantId);
      write(JSON.stringify(powertools.serializeMetrics()));
      powertools.clearMetrics();
      powertools.clearMetadata();
    },
  };
}

/** Past the console, which Lambda wraps into log records that CloudWatch does not take for metrics. */
function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
