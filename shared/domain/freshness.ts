const DAY = 24 * 60 * 60 * 1_000;

/**
 * Share of its score that a passage loses at most for its age: a much better old one still comes before a new one. A
 * choice, not a measure: what pays depends on the documents, so the boost is off until somebody asks for it.
 * `affidavit evaluate retrieval` with `AFFIDAVIT_FRESHNESS_DAYS` set tells what it does to theirs.
 */
const WEIGHT = 0.25;

/**
 * What a fused score, 0 to 1, is worth once the passage's age is looked at: all of it when it is new, and less by half of
 * what it can lose with every half-life. One without a date counts as old; one of the future as new.
 *
 * `date` is ISO 8601, `now` milliseconds since 1970.
 */
export function freshScore(score: number, date: string | undefined, halfLifeDays: number, now: number): number {
  const age = date === undefined ? Number.POSITIVE_INFINITY : Math.max(0, now - Date.parse(date));
  return score * (1 - WEIGHT + WEIGHT * 0.5 ** (age / DAY / halfLifeDays));
}
