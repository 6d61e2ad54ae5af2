import { freshScore } from '../domain/freshness.ts';
import type { AdmittedHit } from './admit-hits.ts';

/** The admitted by what their scores are worth at their age, best first; as they are without a half-life, in days. */
export function freshenHits(
  admitted: readonly AdmittedHit[],
  halfLifeDays: number | undefined,
  now: number,
): readonly AdmittedHit[] {
  if (halfLifeDays === undefined) return admitted;
  const freshened = admitted.map((each): AdmittedHit => {
    const score = freshScore(each.hit.score, each.date, halfLifeDays, now);
    return { ...each, hit: { ...each.hit, score }, passage: { ...each.passage, score } };
  });
  return freshened.sort((a, b) => b.hit.score - a.hit.score);
}
