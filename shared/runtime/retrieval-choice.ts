import { DEFAULT_SOURCE_CAP } from '../contracts/settings.ts';
import type { ChoiceLimits } from '../domain/passage-choice.ts';

/** How passages are chosen among candidates. */
export interface RetrievalChoice {
  /** Days after which half of what age can take of a score is gone; age counts for nothing without it. */
  readonly freshnessDays?: number | undefined;
  /** Passages of one document, at most, while other documents have some. */
  readonly sourceCap?: number | undefined;
}

/** The same for one search and for several that are fused, `limit` passages at most. */
export function choiceLimits(limit: number, { sourceCap = DEFAULT_SOURCE_CAP }: RetrievalChoice = {}): ChoiceLimits {
  return { limit, sourceCap };
}
