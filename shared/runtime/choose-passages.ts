import type { Passage } from '../domain/answer.ts';
import { nearDuplicates } from '../domain/near-duplicates.ts';
import { passagePlace } from '../domain/passage-place.ts';
import type { CandidateTrace } from '../domain/receipt.ts';
import type { AdmittedHit, AdmittedHits } from './admit-hits.ts';

export interface ChoiceLimits {
  /** Passages to show, at most. */
  readonly limit: number;
  /** Of one document among them, while other documents have some. */
  readonly sourceCap: number;
}

export interface ChosenPassages {
  /** Best first. */
  readonly passages: readonly Passage[];
  /** Of all candidates, those too that were not admitted. */
  readonly traces: readonly CandidateTrace[];
}

type End = Pick<CandidateTrace, 'fate' | 'duplicateOf'>;

/**
 * What is shown of the admitted, best first and up to the limit: each text once, near-duplicates folded into the best of
 * them, and no more of one document than the cap. Where that leaves room, what the cap held back comes in after all.
 */
export function choosePassages(
  { admitted, dropped }: AdmittedHits,
  { limit, sourceCap }: ChoiceLimits,
): ChosenPassages {
  const ends = new Map<string, End>();
  const shown = shownPassages();
  const settle = (rest: readonly AdmittedHit[], cap: number) => {
    for (const { passage } of rest) {
      const end = shown.count() < limit ? shown.take(passage, cap) : { fate: 'below-cut' as const };
      ends.set(passage.chunkId, end);
    }
  };
  settle(admitted, sourceCap);
  const isHeldBack = ({ passage }: AdmittedHit) => ends.get(passage.chunkId)?.fate === 'source-cap';
  if (shown.count() < limit) settle(admitted.filter(isHeldBack), Number.POSITIVE_INFINITY);

  const endOf = ({ passage }: AdmittedHit): End => ends.get(passage.chunkId) ?? { fate: 'below-cut' };
  return {
    passages: admitted.filter((each) => endOf(each).fate === 'shown').map(({ passage }) => passage),
    traces: [
      ...admitted.map((each) => ({ ...each.hit, documentId: each.passage.documentId, ...endOf(each) })),
      ...dropped,
    ].sort(bestFirst),
  };
}

function bestFirst(a: CandidateTrace, b: CandidateTrace): number {
  return b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1);
}

/** Those that were taken so far. */
function shownPassages() {
  const places = new Set<string>();
  const perDocument = new Map<string, number>();
  const duplicates = nearDuplicates();
  return {
    count: () => places.size,
    take: (passage: Passage, cap: number): End => {
      const ofDocument = perDocument.get(passage.documentId) ?? 0;
      if (places.has(passagePlace(passage))) return { fate: 'same-passage' };
      if (ofDocument >= cap) return { fate: 'source-cap' };
      const duplicateOf = duplicates.original(passage.chunkId, passage.text);
      if (duplicateOf !== undefined) return { fate: 'near-duplicate', duplicateOf };
      places.add(passagePlace(passage));
      perDocument.set(passage.documentId, ofDocument + 1);
      return { fate: 'shown' };
    },
  };
}
