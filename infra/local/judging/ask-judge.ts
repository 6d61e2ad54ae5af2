import { advisory } from '#shared/domain/advisory.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { JudgeCriterion, JudgedText } from '#shared/domain/judge-prompt.ts';
import { repeatedVerdict } from '#shared/domain/repeated-verdict.ts';
import type { AnswerJudge } from '#shared/ports/answer-judge.ts';
import { SHARE } from '../evaluation/measurement.ts';

/**
 * Asks a judge several times about one answer, and gives the figures of the criterion: `advisory.<criterion>`, 1 when the
 * majority says that it holds; `.agreement`, the share of pairs of repeats that agree; `.judged`, 0 where too few repeats
 * came to say either.
 */
export async function judgedFigures(
  judge: AnswerJudge,
  judged: JudgedText,
  repeats: number,
): Promise<Record<string, number>> {
  const said = await Promise.all(Array.from({ length: repeats }, () => verdictOf(judge, judged)));
  const verdict = repeatedVerdict(said);
  const { figure, agreement, isJudged } = judgeFigureNames(judged.criterion);
  if (verdict === undefined) return { [isJudged]: 0 };
  return { [figure]: verdict.holds ? 1 : 0, [agreement]: verdict.agreement, [isJudged]: 1 };
}

export function judgeFigureNames(criterion: JudgeCriterion) {
  return {
    figure: advisory(criterion),
    agreement: advisory(`${criterion}.agreement`),
    isJudged: advisory(`${criterion}.judged`),
  };
}

/** How its figures are declared in a run. */
export function declaredFigures(criteria: readonly JudgeCriterion[]) {
  const names = criteria.flatMap((criterion) => Object.values(judgeFigureNames(criterion)));
  return Object.fromEntries(names.map((name) => [name, SHARE]));
}

/** Nothing where the model failed or its money is spent: an opinion that is missing ends no evaluation. */
async function verdictOf(judge: AnswerJudge, judged: JudgedText): Promise<boolean | undefined> {
  try {
    return (await judge.judge(judged)).holds;
  } catch (failure) {
    if (failure instanceof PipelineFailure) return undefined;
    throw failure;
  }
}
