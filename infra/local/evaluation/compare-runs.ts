import type { EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { bootstrapMean, type Estimate, mean, pairedRandomisation } from '#shared/domain/statistics.ts';
import { assertComparable, type Pair, pairsOf } from './paired-runs.ts';
import { shownFigure } from './shown-figure.ts';

/** One figure of two runs. */
export interface ComparedFigure {
  readonly figure: string;
  readonly cases: number;
  /** Means. */
  readonly baseline: number;
  readonly candidate: number;
  /** Mean of candidate less baseline, with its 95 % interval. */
  readonly difference: Estimate;
  /** How often chance alone gives such a difference: paired randomisation test. */
  readonly pValue: number;
  /** Cases in which the candidate's figure is the higher, and the lower. */
  readonly higher: number;
  readonly lower: number;
}

/** @throws PipelineFailure `InputInvalid` when the runs are not of the same cases. */
export function compareRuns(baseline: EvaluationRun, candidate: EvaluationRun): ComparedFigure[] {
  assertComparable(baseline, candidate);
  return Object.keys(baseline.figures).flatMap((figure) => {
    const pairs = pairsOf(baseline, candidate, figure);
    return pairs.length === 0 ? [] : [comparedFigure(figure, pairs)];
  });
}

function comparedFigure(figure: string, pairs: readonly Pair[]): ComparedFigure {
  const before = pairs.map((pair) => pair.baseline);
  const after = pairs.map((pair) => pair.candidate);
  const differences = pairs.map((pair) => pair.candidate - pair.baseline);
  return {
    figure,
    cases: pairs.length,
    baseline: mean(before),
    candidate: mean(after),
    difference: bootstrapMean(differences),
    pValue: pairedRandomisation(after, before),
    higher: differences.filter((value) => value > 0).length,
    lower: differences.filter((value) => value < 0).length,
  };
}

/** The comparison as a table for people. */
export function comparisonLines(rows: readonly ComparedFigure[]): string[] {
  const width = Math.max(6, ...rows.map(({ figure }) => figure.length));
  return [
    `${'figure'.padEnd(width)}  cases   before    after  difference  95 % interval         p  higher  lower`,
    ...rows.map(({ figure, cases, baseline, candidate, difference: { value, low, high }, pValue, higher, lower }) =>
      [
        figure.padEnd(width),
        String(cases).padStart(5),
        shown(baseline).padStart(7),
        shown(candidate).padStart(7),
        signed(value).padStart(10),
        `[${signed(low)}, ${signed(high)}]`.padEnd(16),
        pValue.toPrecision(2).padStart(7),
        String(higher).padStart(6),
        String(lower).padStart(5),
      ].join('  '),
    ),
  ];
}

function shown(value: number): string {
  return value < 10 ? shownFigure(value) : value.toFixed(0);
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${shown(value)}`;
}
