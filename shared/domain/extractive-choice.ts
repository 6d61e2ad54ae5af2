import type { ProposedClaim } from './answer.ts';
import type { SentenceCandidate } from './extractive-candidates.ts';
import type { SentenceModel } from './retrieval-calibration.ts';
import { CELL_SEPARATOR } from './sentence-splitter.ts';
import type { Vector } from './vector.ts';

/** Sentences quoted in one answer, at most. */
const MAX_CLAIMS = 3;

/** Log odds that a further sentence may stay behind the best one. */
const MAX_DISTANCE = 1;

/**
 * The candidates most likely to answer by words and form alone, whose meaning is worth comparing; best first. Those of
 * earlier passages win among equals.
 */
export function shortlist(candidates: readonly SentenceCandidate[], model: SentenceModel, limit: number) {
  const ranked = candidates.map((candidate) => ({
    candidate,
    odds: wordOdds(candidate, model) + model.similarity * PRIOR_SHARE * candidate.passage.score,
  }));
  return ranked
    .sort((a, b) => b.odds - a.odds)
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** How far the passage's fused score (0 to 1) stands in for the similarity (some .4 wide) that is not known yet. */
const PRIOR_SHARE = 0.2;

/** A candidate, and the cosine similarity of what it says and what is asked. */
export interface ComparedCandidate {
  readonly candidate: SentenceCandidate;
  readonly similarity: number;
  /** Of what it says. */
  readonly vector: Vector;
}

/** The candidate most likely to answer. */
export function bestCandidate(
  compared: readonly ComparedCandidate[],
  model: SentenceModel,
): ComparedCandidate | undefined {
  const oddsOf = ({ candidate, similarity }: ComparedCandidate) =>
    wordOdds(candidate, model) + model.similarity * similarity;
  return [...compared].sort((a, b) => oddsOf(b) - oddsOf(a))[0];
}

/** Claims from the candidates that answer: the best first, then what else its document says. Empty when none does. */
export function chooseClaims(compared: readonly ComparedCandidate[], model: SentenceModel): ProposedClaim[] {
  const ranked = compared
    .map(({ candidate, similarity }) => ({
      candidate,
      odds: wordOdds(candidate, model) + model.similarity * similarity + model.bias,
    }))
    .sort((a, b) => b.odds - a.odds);
  const [best] = ranked;
  if (best === undefined || best.odds < model.threshold) return [];
  const chosen = ranked.filter(({ odds }) => odds >= best.odds - MAX_DISTANCE).map(({ candidate }) => candidate);
  const distinct = chosen.filter((one, at) => !chosen.slice(0, at).some((other) => overlaps(one, other)));
  return byDocument(distinct.slice(0, MAX_CLAIMS)).map(claimOf);
}

/** What one document says stands together, in the order in which the documents came up. */
function byDocument(chosen: readonly SentenceCandidate[]): readonly SentenceCandidate[] {
  const documents = [...new Set(chosen.map(({ passage }) => passage.documentId))];
  return documents.flatMap((id) => chosen.filter(({ passage }) => passage.documentId === id));
}

/** Of several lists of claims, best first, those that come first: each list's best, then each one's second. */
export function claimsInTurn(lists: readonly (readonly ProposedClaim[])[]): ProposedClaim[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const inTurn = Array.from({ length: longest }, (_, turn) => lists.flatMap((claims) => claims.slice(turn, turn + 1)));
  const seen = new Set<string>();
  const distinct = inTurn.flat().filter(({ quote }) => !seen.has(quote) && seen.add(quote));
  return distinct.slice(0, MAX_CLAIMS);
}

/** The same words again, or a short sentence once alone and once with its neighbour. */
function overlaps(a: SentenceCandidate, b: SentenceCandidate): boolean {
  return a.quote.includes(b.quote) || b.quote.includes(a.quote);
}

/** Log odds that need no comparison of meaning. */
export function wordOdds({ coverage, surroundings, form }: SentenceCandidate, model: SentenceModel): number {
  return model.coverage * coverage + model.surroundings * surroundings + form;
}

/** A sentence speaks for itself; a row is read out with the names of its columns. */
function claimOf({ passage, quote, header }: SentenceCandidate): ProposedClaim {
  const cells = quote.split(CELL_SEPARATOR).map((cell) => cell.trim());
  const isNamed = header.length === cells.length;
  const named = cells.flatMap((cell, at) => (cell === '' ? [] : [`${header[at]}: ${cell}`]));
  return { text: isNamed ? named.join('; ') : quote, chunkId: passage.chunkId, quote };
}
