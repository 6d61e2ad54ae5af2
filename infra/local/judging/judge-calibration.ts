import type { EvaluatedCase, EvaluationRun } from '#shared/contracts/evaluation-run.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { type JudgeAccuracy, judgeAccuracy, type LabelledVerdict } from '#shared/domain/judge-accuracy.ts';
import { JUDGE_CRITERIA, type JudgeCriterion } from '#shared/domain/judge-prompt.ts';
import { JUDGED_BY } from '../evaluation/judge-identity.ts';
import type { Measurement, RunContext } from '../evaluation/measurement.ts';
import { readRun } from '../evaluation/run-file.ts';
import { judgeFigureNames } from './ask-judge.ts';

/** What a judge was found to be worth on labels, by criterion; nothing of one that they say nothing about. */
export interface JudgeCalibration {
  /** Of the labels. */
  readonly dataset: string;
  readonly accuracies: ReadonlyMap<JudgeCriterion, JudgeAccuracy>;
}

/**
 * Reads what `evaluate judge` wrote.
 *
 * @throws PipelineFailure `InputInvalid` when it is of another judge, or of one that was told or asked otherwise: it says
 *   nothing of this one.
 */
export async function readJudgeCalibration(file: string, identity: RunContext['system']): Promise<JudgeCalibration> {
  const run = await readRun(file);
  const { kind, system } = run;
  if (kind !== 'judge') throw new PipelineFailure('InputInvalid', 'a judge is calibrated by a run of `evaluate judge`');
  const others = JUDGED_BY.filter((name) => system[name] !== identity[name]);
  if (others.length > 0) {
    throw new PipelineFailure(
      'InputInvalid',
      `the calibration is of another judge: they differ in ${others.join(', ')}`,
    );
  }
  return calibrationOfRun(run);
}

/** What a judge's verdicts on labels say of it. */
export function calibrationOfRun({
  cases,
  dataset,
}: Pick<Measurement, 'cases'> & Pick<EvaluationRun, 'dataset'>): JudgeCalibration {
  const accuracies = JUDGE_CRITERIA.flatMap((criterion) => {
    const accuracy = judgeAccuracy(labelledVerdicts(cases, criterion));
    const hasBoth = accuracy.positives.cases > 0 && accuracy.negatives.cases > 0;
    return hasBoth ? [[criterion, accuracy] as const] : [];
  });
  return { dataset: dataset.name, accuracies: new Map(accuracies) };
}

/** The verdicts of a judge beside the labels, of the cases on which it had one. */
export function labelledVerdicts(cases: readonly EvaluatedCase[], criterion: JudgeCriterion): LabelledVerdict[] {
  const { figure } = judgeFigureNames(criterion);
  return cases.flatMap(({ slices, figures }) => {
    const said = figures[figure];
    return said === undefined ? [] : [{ verdict: said === 1, label: slices['label'] === 'holds' }];
  });
}
