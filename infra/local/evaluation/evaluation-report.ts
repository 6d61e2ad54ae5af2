import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { bootstrapMean, type Estimate } from '#shared/domain/statistics.ts';
import { figuresNamed } from './measurement.ts';
import { sliceValues } from './paired-runs.ts';
import { shownFigure } from './shown-figure.ts';

/** What `evaluate` prints as JSON. Documented in docs/cli.md; fields are only ever added. */
export interface EvaluationReport {
  readonly kind: EvaluationRun['kind'];
  readonly dataset: string;
  /** Questions that were measured. */
  readonly cases: number;
  /** For the questions alone, without ingest. */
  readonly seconds: number;
  /** Means with 95 % intervals, by name. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  /** The same for a part of the cases, by `<slice>=<value>`, with how many there are. */
  readonly slices: Readonly<Record<string, SliceReport>>;
}

interface SliceReport {
  readonly cases: number;
  readonly metrics: Readonly<Record<string, Estimate>>;
}

export function reportOf({ kind, dataset, seconds, summary, ...run }: EvaluationRun): EvaluationReport {
  const names = new Set(run.cases.flatMap(({ slices }) => Object.keys(slices)));
  const slices = [...names].flatMap((name) =>
    sliceValues(run.cases, name).map((value) => {
      const cases = run.cases.filter((each) => each.slices[name] === value);
      return [`${name}=${value}`, { cases: cases.length, metrics: estimates({ ...run, cases }) }] as const;
    }),
  );
  const metrics = { ...estimates(run), ...summary };
  return {
    ...{ kind, dataset: dataset.name, cases: run.cases.length, seconds, metrics },
    slices: Object.fromEntries(slices),
  };
}

function estimates({ figures, cases }: Pick<EvaluationRun, 'figures' | 'cases'>): Record<string, Estimate> {
  const rows = Object.keys(figures).map((name) => [name, figuresNamed(cases, name)] as const);
  return Object.fromEntries(
    rows.filter(([, values]) => values.length > 0).map(([name, values]) => [name, bootstrapMean(values)]),
  );
}

/** The report as a table for people; slices are in the JSON document. */
export function reportLines({ dataset, cases, seconds, metrics }: EvaluationReport): string[] {
  const width = Math.max(...Object.keys(metrics).map((name) => name.length));
  const rows = Object.entries(metrics).map(
    ([name, { value, low, high }]) =>
      `${name.padEnd(width)}  ${shownFigure(value)}  [${shownFigure(low)}, ${shownFigure(high)}]`,
  );
  return [`${dataset}: ${cases} cases in ${seconds.toFixed(1)} s; means with 95 % intervals`, ...rows];
}
