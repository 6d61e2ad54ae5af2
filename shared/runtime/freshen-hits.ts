import { freshScore } from '../domain/freshness.ts';
import type { AdmittedHit, AdmittedHits } from './admit-hits.ts';

/** The admitted by what their scores are worth at their age, best first; as they are without a half-life, in days. */
export function freshenHits(hits: AdmittedHits, halfLifeDays: number | undefined, now: number): AdmittedHits {
  if (halfLifeDays === undefined) return hits;
  const admitted = hits.admitted.map((each): AdmittedHit => {
    const score = freshScore(each.hit.score, each.date, halfLifeDays, now);
    return { ...each, hit: { ...each.hit, score }, passage: { ...each.passage, score } };
  });
  return { ...hits, admitted: admitted.sort((a, b) => b.hit.score - a.hit.score) };
}
