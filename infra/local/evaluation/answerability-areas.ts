import { areaUnderRoc } from '#shared/domain/roc.ts';
import { bootstrap, bootstrapMean } from '#shared/domain/statistics.ts';
import type { Measurement } from './measurement.ts';
import type { SquadCase } from './squad-file.ts';

/** What a receipt says of a case's evidence, 0 to 1. */
export interface ScoredCase extends Pick<SquadCase, 'kind' | 'article'> {
  readonly score: number;
  readonly answerability?: number | undefined;
}

/**
 * Areas under the ROC curve, each where both of its kinds were asked.
 *
 * - `answerability.auroc`: how well the answerability parts answerable from adversarial cases, over all articles at once.
 * - `answerability.auroc.within`: the mean of that area within each article that has both, so that it does not hang on how
 *   hard one article is beside another; its interval is of the articles.
 * - `absence.auroc`: how well the evidence score parts answerable from absent cases.
 */
export function answerabilityAreas(scores: readonly ScoredCase[]): Measurement['summary'] {
  const within = articlesOf(scores).map(areaOf('adversarial')).filter(Number.isFinite);
  return {
    ...(within.length > 0 && {
      'answerability.auroc': bootstrap(scores, areaOf('adversarial')),
      'answerability.auroc.within': bootstrapMean(within),
    }),
    ...(Number.isFinite(areaOf('absent')(scores)) && { 'absence.auroc': bootstrap(scores, areaOf('absent')) }),
  };
}

function articlesOf(scores: readonly ScoredCase[]): readonly (readonly ScoredCase[])[] {
  const articles = new Set(scores.map(({ article }) => article));
  return [...articles].map((article) => scores.filter((each) => each.article === article));
}

/** NaN where one of the kinds is missing. */
function areaOf(other: 'adversarial' | 'absent') {
  // Whether there is evidence at all is the gate's to say; whether it answers the very question, the answerer's.
  const scoreOf = ({ score, answerability = score }: ScoredCase) => (other === 'absent' ? score : answerability);
  return (sample: readonly ScoredCase[]) => {
    const scoresOf = (wanted: SquadCase['kind']) => sample.filter(({ kind }) => kind === wanted).map(scoreOf);
    return areaUnderRoc(scoresOf('answerable'), scoresOf(other));
  };
}
