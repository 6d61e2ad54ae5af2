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
  readonly metrics: Metrics;
  /** The same for a part of the cases, by `<slice>=<value>`, with how many there are. */
  readonly slices: Readonly<Record<string, SliceReport>>;
}

interface SliceReport {
  readonly cases: number;
  readonly metrics: Metrics;
}

type Metrics = Readonly<Record<string, Metric>>;

interface Metric extends Estimate {
  /** How many cases have this figure; not said of figures of a whole run. */
  readonly cases?: number;
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

function estimates({ figures, cases }: Pick<EvaluationRun, 'figures' | 'cases'>): Metrics {
  const rows = Object.keys(figures).map((name) => [name, figuresNamed(cases, name)] as const);
  return Object.fromEntries(
    rows
      .filter(([, values]) => values.length > 0)
      .map(([name, values]) => [name, { ...bootstrapMean(values), cases: values.length }]),
  );
}

/** The report as a table for people, with one for each slice when `withSlices`. */
export function reportLines(
  { dataset, cases, seconds, metrics, slices }: EvaluationReport,
  withSlices = false,
): string[] {
  const parts = withSlices ? Object.entries(slices) : [];
  return [
    `${dataset}: ${cases} cases in ${seconds.toFixed(1)} s; means with 95 % intervals`,
    ...metricLines(metrics, cases),
    ...parts.flatMap(([name, part]) => ['', `${name}: ${part.cases} cases`, ...metricLines(part.metrics, part.cases)]),
  ];
}

/** How many cases a figure is of is said where they are not all. */
function metricLines(metrics: Metrics, all: number): string[] {
  const width = Math.max(...Object.keys(metrics).map((name) => name.length));
  return Object.entries(metrics).map(([name, { value, low, high, cases = all }]) => {
    const line = `${name.padEnd(width)}  ${shownFigure(value)}  [${shownFigure(low)}, ${shownFigure(high)}]`;
    return cases === all ? line : `${line}  of ${cases}`;
  });
}
