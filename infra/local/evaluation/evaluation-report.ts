import { bootstrapMean, type Estimate } from '#shared/domain/statistics.ts';

/** What `evaluate` prints as JSON. Documented in docs/cli.md; fields are only ever added. */
export interface EvaluationReport {
  readonly kind: 'retrieval' | 'answers';
  readonly dataset: string;
  /** Questions that were measured. */
  readonly cases: number;
  /** For the questions alone, without ingest. */
  readonly seconds: number;
  /** Means with 95 % intervals, by name. */
  readonly metrics: Readonly<Record<string, Estimate>>;
}

/** Figures of a metric, a case each; cases for which the metric has none are left out. */
export type Samples = Readonly<Record<string, readonly (number | undefined)[]>>;

export function estimates(samples: Samples): Record<string, Estimate> {
  const rows = Object.entries(samples).map(
    ([name, values]) => [name, values.filter((value) => value !== undefined)] as const,
  );
  return Object.fromEntries(
    rows.filter(([, values]) => values.length > 0).map(([name, values]) => [name, bootstrapMean(values)]),
  );
}

/** The report as a table for people. */
export function reportLines({ dataset, cases, seconds, metrics }: EvaluationReport): string[] {
  const width = Math.max(...Object.keys(metrics).map((name) => name.length));
  const rows = Object.entries(metrics).map(
    ([name, { value, low, high }]) => `${name.padEnd(width)}  ${figure(value)}  [${figure(low)}, ${figure(high)}]`,
  );
  return [`${dataset}: ${cases} cases in ${seconds.toFixed(1)} s; means with 95 % intervals`, ...rows];
}

function figure(value: number): string {
  return value.toFixed(3);
}
