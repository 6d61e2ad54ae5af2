import { seededRandom } from '#shared/domain/statistics.ts';
import type { LabelledSet } from './labelled-claims.ts';
import { corruptedSentences, sentencesOf } from './sentence-pairs.ts';
import { corruptedPairs, type GroundingPair, truePairs } from './template-pairs.ts';

/** Pairs of each sort: corrupted from templates, corrupted from sentences, and as many untouched ones. */
const PAIRS = 1_000;
const SEEDS = { true: 1, corrupted: 2, sentences: 3 };

/** Claims with one fact changed and claims that were left alone, by templates and by sentences of the sets: the same each time. */
export function groundingPairs(sets: readonly LabelledSet[]): {
  readonly corrupted: readonly GroundingPair[];
  readonly untouched: readonly GroundingPair[];
} {
  const sentences = sentencesOf(sets.flatMap(({ claims }) => claims.map(({ source }) => source)));
  return {
    corrupted: [
      ...corruptedPairs(PAIRS, seededRandom(SEEDS.corrupted)),
      ...corruptedSentences(sentences, PAIRS, seededRandom(SEEDS.sentences)),
    ],
    untouched: [
      ...truePairs(PAIRS, seededRandom(SEEDS.true)),
      ...sentences.slice(0, PAIRS).map((quote) => ({ claim: quote, quote })),
    ],
  };
}
