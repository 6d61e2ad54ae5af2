import type { CalibrationCase } from './calibration-fit.ts';
import { fitLogistic, type Observation } from './logistic-regression.ts';
import { areaUnderRoc } from './roc.ts';

/** How well answerable and adversarial questions are told apart, each group by a fit that saw nothing of it. */
export interface AnswerabilityCheck {
  /** Area under the ROC curve over all cases. */
  readonly auroc: number;
  /** The same within each group: where they lie far apart, some groups are harder, and one figure hides it. */
  readonly groups: readonly { readonly group: string; readonly cases: number; readonly auroc: number }[];
}

interface Row extends Observation {
  readonly group: string;
}

/**
 * Cross-validates the fit of answerability over groups of cases that share their documents, such as the questions of one
 * article: cases of one group resemble each other, so that a fit that saw some of them looks better than it is. Nothing
 * without two groups that each have answerable and adversarial cases.
 *
 * Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", section 7.10.
 */
export function checkAnswerability(cases: readonly CalibrationCase[]): AnswerabilityCheck | undefined {
  const rows = cases.flatMap(({ kind, group, answerability }): Row[] =>
    group === undefined || answerability === undefined || kind === 'absent'
      ? []
      : [{ group, features: answerability, isPositive: kind === 'answerable' }],
  );
  const groups = [...new Set(rows.map(({ group }) => group))].filter((group) => isMixed(membersOf(rows, group)));
  if (groups.length < 2) return undefined;
  const scored = groups.map((group) => ({ group, ...scoredBy(rows, group) }));
  return {
    auroc: areaUnderRoc(
      scored.flatMap(({ high }) => high),
      scored.flatMap(({ low }) => low),
    ),
    groups: scored.map(({ group, high, low }) => ({
      ...{ group, cases: high.length + low.length, auroc: areaUnderRoc(high, low) },
    })),
  };
}

function membersOf(rows: readonly Row[], group: string): Row[] {
  return rows.filter((row) => row.group === group);
}

function isMixed(rows: readonly Row[]): boolean {
  return rows.some(({ isPositive }) => isPositive) && rows.some(({ isPositive }) => !isPositive);
}

/** Log odds of a group's cases by a fit of all others. */
function scoredBy(rows: readonly Row[], group: string): { readonly high: number[]; readonly low: number[] } {
  const { weights, bias } = fitLogistic(rows.filter((row) => row.group !== group));
  const oddsOf = ({ features }: Row) => features.reduce((sum, value, at) => sum + value * Number(weights[at]), bias);
  const own = membersOf(rows, group);
  return {
    high: own.filter(({ isPositive }) => isPositive).map(oddsOf),
    low: own.filter(({ isPositive }) => !isPositive).map(oddsOf),
  };
}
