import { periodMatch, scoreOfOtherPeriod } from '../domain/period-match.ts';
import type { RedactedText } from '../domain/text.ts';
import type { AdmittedHit, AdmittedHits } from './admit-hits.ts';

/**
 * The admitted by what their scores are worth for the period that the question asks about, best first; as they are when
 * it asks about none. Only what the asker may read says which period is the latest.
 */
export function matchPeriods(hits: AdmittedHits, question: RedactedText): AdmittedHits {
  const isOfPeriod = periodMatch(
    question,
    hits.admitted.map(({ passage }) => passage),
  );
  const admitted = hits.admitted.map((each): AdmittedHit => {
    if (isOfPeriod(each.passage)) return each;
    const score = scoreOfOtherPeriod(each.hit.score);
    return { ...each, hit: { ...each.hit, score, isOfOtherPeriod: true }, passage: { ...each.passage, score } };
  });
  return { ...hits, admitted: admitted.sort((a, b) => b.hit.score - a.hit.score) };
}
