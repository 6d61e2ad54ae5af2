import type { Passage } from './answer.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { passagePlace } from './passage-place.ts';
import type { CandidateTrace } from './receipt.ts';

export interface ChoiceLimits {
  /** Passages to show, at most. */
  readonly limit: number;
  /** Of one document among them, while other documents have some. */
  readonly sourceCap: number;
}

/** What became of a passage that may be read. */
export type PassageEnd = Pick<CandidateTrace, 'fate' | 'duplicateOf'>;

/**
 * What is shown of these passages, best first and up to the limit: each text once, near-duplicates folded into the best of
 * them, and no more of one document than the cap. Where that leaves room, what the cap held back comes in after all.
 *
 * @returns how each of them ended, by the id of its chunk.
 */
export function passageEnds(
  passages: readonly Passage[],
  { limit, sourceCap }: ChoiceLimits,
): ReadonlyMap<string, PassageEnd> {
  const ends = new Map<string, PassageEnd>();
  const shown = shownPassages();
  const settle = (rest: readonly Passage[], cap: number) => {
    for (const passage of rest) {
      const end = shown.count() < limit ? shown.take(passage, cap) : { fate: 'below-cut' as const };
      ends.set(passage.chunkId, end);
    }
  };
  settle(passages, sourceCap);
  const isHeldBack = ({ chunkId }: Passage) => ends.get(chunkId)?.fate === 'source-cap';
  if (shown.count() < limit) settle(passages.filter(isHeldBack), Number.POSITIVE_INFINITY);
  return ends;
}

/** Those that were taken so far. */
function shownPassages() {
  const places = new Set<string>();
  const perDocument = new Map<string, number>();
  const duplicates = nearDuplicates();
  return {
    count: () => places.size,
    take: (passage: Passage, cap: number): PassageEnd => {
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
