import { calibrationIn, isCompared } from '../domain/language-support.ts';
import { type QueryClass, queryClassOf } from '../domain/query-class.ts';
import { type FusionModel, weightsOf } from '../domain/rank-fusion.ts';
import type { RetrievalCalibration } from '../domain/retrieval-calibration.ts';
import type { Embedder } from '../ports/embedder.ts';
import type { RedactedQuestion } from './redact-question.ts';

/** How a question is served, by its language and the way in which it is asked. */
export interface SearchPlan {
  readonly queryClass: QueryClass;
  /** What it was searched and is judged by: that of the embedder, or of words alone for languages beyond it. */
  readonly calibration: RetrievalCalibration;
  /** Whether its language is beyond the embedder, so that it was searched by its words alone. */
  readonly byWords: boolean;
}

type Side = 'lexical' | 'vector';

export function planSearch(
  { question, language }: Pick<RedactedQuestion, 'question' | 'language'>,
  { embedder, calibration }: { readonly embedder: Embedder; readonly calibration: RetrievalCalibration },
): SearchPlan {
  return {
    queryClass: queryClassOf(question),
    calibration: calibrationIn(language, embedder.languages, calibration),
    byWords: !isCompared(language, embedder.languages),
  };
}

/**
 * Which sides are asked, both unless one is named, and how they are fused. A side without weight is not asked; one that
 * is measured alone counts whole, also where it would be left out.
 */
export function sidesOf(
  { calibration, queryClass }: SearchPlan,
  named: Side | undefined,
): { readonly side: Side | undefined; readonly fusion: FusionModel } {
  if (named === 'vector') return { side: named, fusion: { vector: 1, lexical: 0 } };
  if (named === 'lexical') return { side: named, fusion: { vector: 0, lexical: 1 } };
  const { fusion } = calibration;
  return { side: weightsOf(fusion, queryClass).vector === 0 ? 'lexical' : undefined, fusion };
}
