import { advisory } from '#shared/domain/advisory.ts';
import { isInformative, type JudgeAccuracy } from '#shared/domain/judge-accuracy.ts';
import { JUDGE_CRITERIA, type JudgeCriterion } from '#shared/domain/judge-prompt.ts';
import type { Estimate } from '#shared/domain/statistics.ts';
import type { Measurement } from '../evaluation/measurement.ts';
import { shownEstimate } from '../evaluation/shown-estimate.ts';
import type { AnswerJudging } from './judge-answers.ts';
import type { JudgeCalibration } from './judge-calibration.ts';

/**
 * `uncalibrated`: no labels say what its word is worth. `uninformative`: on labels it is not shown to be better than
 * chance, so that nothing can be made of it.
 */
type JudgeStanding = 'calibrated' | 'uncalibrated' | 'uninformative';

/** What is said of a judge beside its figures. Documented in docs/cli.md; fields are only ever added. */
export interface JudgeReport {
  readonly model: string;
  readonly repeats: number;
  readonly criteria: Readonly<Partial<Record<JudgeCriterion, CriterionReport>>>;
}

interface CriterionReport {
  readonly standing: JudgeStanding;
  /** Set of the labels. */
  readonly labels?: string;
  readonly balancedAccuracy?: Estimate;
  readonly kappa?: Estimate;
}

export function judgeReport(
  { figures }: Pick<Measurement, 'figures'>,
  { judge, repeats }: Pick<AnswerJudging, 'judge' | 'repeats'>,
  calibration: JudgeCalibration | undefined,
): JudgeReport {
  const judged = JUDGE_CRITERIA.filter((criterion) => advisory(`${criterion}.judged`) in figures);
  const criteria = judged.map((criterion) => [criterion, criterionReport(calibration, criterion)] as const);
  return { model: judge.name, repeats, criteria: Object.fromEntries(criteria) };
}

function criterionReport(calibration: JudgeCalibration | undefined, criterion: JudgeCriterion): CriterionReport {
  const accuracy = calibration?.accuracies.get(criterion);
  if (calibration === undefined || accuracy === undefined) return { standing: 'uncalibrated' };
  const { balancedAccuracy, kappa } = accuracy;
  return { standing: standingOf(accuracy), labels: calibration.dataset, balancedAccuracy, kappa };
}

function standingOf(accuracy: JudgeAccuracy): JudgeStanding {
  return isInformative(accuracy) ? 'calibrated' : 'uninformative';
}

/** The report for people. */
export function judgeLines({ model, repeats, criteria }: JudgeReport): string[] {
  return Object.entries(criteria).map(([criterion, { standing, labels, balancedAccuracy, kappa }]) => {
    const said = `${advisory(criterion)}, by ${model} asked ${repeats} times: ${standing}`;
    if (balancedAccuracy === undefined || kappa === undefined)
      return `${said}; advice, and what it is worth is unknown`;
    return `${said} on ${labels}: balanced accuracy ${shownEstimate(balancedAccuracy)}, kappa ${shownEstimate(kappa)}`;
  });
}
