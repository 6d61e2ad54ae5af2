import { type MinHash, minHashOf, shinglesOf, similarityOf } from './min-hash.ts';

/**
 * How alike two passages are to count as one, as Jaccard similarity of their shingles. In a passage of 200 words one changed
 * word leaves .97, and three that stand apart .91; two editions of a page that differ by a sentence are below.
 */
const NEAR = 0.9;

/** Numbers of any form, with what parts their digits. */
const NUMBERS = /\p{N}+(?:[.,:/-]\p{N}+)*/gu;

/**
 * Remembers passages, and tells of which of them another one is a near-duplicate. Passages whose numbers differ never are:
 * last year's page and this year's may differ in nothing but the amount, and that is what is asked about.
 */
export function nearDuplicates() {
  const kept: Remembered[] = [];
  return {
    /** The id of the passage that says the same; without one, this passage is remembered under its id. */
    original: (id: string, text: string): string | undefined => {
      const passage = remembered(id, text);
      const same = kept.find(
        (other) => mayBeNear(passage, other) && similarityOf(passage.hash(), other.hash()) >= NEAR,
      );
      if (same === undefined) kept.push(passage);
      return same?.id;
    },
  };
}

interface Remembered {
  readonly id: string;
  readonly numbers: string;
  /** Shingles. */
  readonly size: number;
  /** Made at first need: few passages have another of the same numbers and about the same length. */
  readonly hash: () => MinHash;
}

function remembered(id: string, text: string): Remembered {
  const shingles = shinglesOf(text);
  let hash: MinHash | undefined;
  return {
    id,
    numbers: (text.match(NUMBERS) ?? []).join(' '),
    size: shingles.size,
    hash: () => {
      hash ??= minHashOf(shingles);
      return hash;
    },
  };
}

/** Sets of which one is much smaller share at most as much as the smaller one has. */
function mayBeNear(a: Remembered, b: Remembered): boolean {
  return a.numbers === b.numbers && Math.min(a.size, b.size) >= NEAR * Math.max(a.size, b.size);
}
