import { advisory } from '#shared/domain/advisory.ts';
import { correctedShare } from '#shared/domain/corrected-share.ts';
import { isInformative } from '#shared/domain/judge-accuracy.ts';
import { JUDGE_CRITERIA, type JudgeCriterion, type JudgedText } from '#shared/domain/judge-prompt.ts';
import type { Estimate } from '#shared/domain/statistics.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';
import { figuresNamed, type Measurement, measuredFigures } from '../evaluation/measurement.ts';
import { declaredFigures, judgedFigures, judgeFigureNames } from './ask-judge.ts';
import type { JudgeCalibration } from './judge-calibration.ts';

/** How answers are judged. */
export interface AnswerJudging {
  readonly judge: AnswerJudge;
  readonly repeats: number;
  readonly calibration?: JudgeCalibration | undefined;
  /** What there is to judge about a case; nothing where it was refused. */
  readonly textsOf: (caseId: string) => Promise<readonly JudgedText[]>;
  readonly onProgress: (done: number) => void;
}

/**
 * The measurement with what a judge says of each answer, as `advisory.*`, and where it is calibrated with
 * `advisory.<criterion>.corrected`: the share of answers that hold once the judge's errors on labels are taken out.
 */
export async function judgeAnswers(measurement: Measurement, judging: AnswerJudging): Promise<Measurement> {
  const { judge, repeats, textsOf, onProgress } = judging;
  const cases: Measurement['cases'][number][] = [];
  for (const each of measurement.cases) {
    const figures = { ...each.figures };
    for (const judged of await textsOf(each.id)) Object.assign(figures, await judgedFigures(judge, judged, repeats));
    cases.push({ ...each, figures });
    onProgress(cases.length);
  }
  const figures = { ...measurement.figures, ...measuredFigures(declaredFigures(JUDGE_CRITERIA), cases) };
  const corrected = JUDGE_CRITERIA.flatMap((criterion) => {
    const share = correctedIn(cases, criterion, judging.calibration);
    return share === undefined ? [] : [[advisory(`${criterion}.corrected`), share] as const];
  });
  return { ...measurement, cases, figures, summary: { ...measurement.summary, ...Object.fromEntries(corrected) } };
}

function correctedIn(
  cases: Measurement['cases'],
  criterion: JudgeCriterion,
  calibration: JudgeCalibration | undefined,
): Estimate | undefined {
  const accuracy = calibration?.accuracies.get(criterion);
  const said = figuresNamed(cases, judgeFigureNames(criterion).figure);
  if (accuracy === undefined || !isInformative(accuracy) || said.length === 0) return undefined;
  return correctedShare({ cases: said.length, hits: said.filter((verdict) => verdict === 1).length }, accuracy);
}
