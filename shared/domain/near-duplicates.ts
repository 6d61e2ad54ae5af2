import { isNegation } from './claim-negation.ts';
import { type MinHash, minHashOf, shinglesOf, similarityOf } from './min-hash.ts';
import { wordDifferences } from './word-difference.ts';

/**
 * How alike two passages are to count as one, as Jaccard similarity of their shingles. In a passage of 200 words one changed
 * word leaves .97, and three that stand apart .91; two editions of a page that differ by a sentence are below.
 */
const NEAR = 0.9;

/** Numbers of any form, with what parts their digits. */
const NUMBERS = /\p{N}+(?:[.,:/-]\p{N}+)*/gu;

/**
 * Remembers passages, and tells of which of them another one is a near-duplicate. Passages whose numbers differ never are,
 * nor those of which one has another name in its place, or denies what the other says: last year's page and this
 * year's may differ in nothing but the amount, and that is what is asked about.
 */
export function nearDuplicates() {
  const kept: Remembered[] = [];
  return {
    /** The id of the passage that says the same; without one, this passage is remembered under its id. */
    original: (id: string, text: string): string | undefined => {
      const passage = remembered(id, text);
      const same = kept.find(
        (other) =>
          mayBeNear(passage, other) &&
          similarityOf(passage.hash(), other.hash()) >= NEAR &&
          !saysOtherwise(passage.text, other.text),
      );
      if (same === undefined) kept.push(passage);
      return same?.id;
    },
  };
}

interface Remembered {
  readonly id: string;
  readonly text: string;
  readonly numbers: string;
  readonly shingles: ReadonlySet<string>;
  /** Made at first need: few passages have another of the same numbers and nearly the same shingles. */
  readonly hash: () => MinHash;
}

function remembered(id: string, text: string): Remembered {
  const shingles = shinglesOf(text);
  let hash: MinHash | undefined;
  return {
    ...{ id, text },
    numbers: (text.match(NUMBERS) ?? []).join(' '),
    shingles,
    hash: () => {
      hash ??= minHashOf(shingles);
      return hash;
    },
  };
}

/** Of two that are alike besides: whether one name stands for another, or a denial stands in one alone. */
function saysOtherwise(one: string, other: string): boolean {
  const isNamed = (words: readonly string[]) => words.some((word) => /^[\p{Lu}[]/u.test(word));
  return wordDifferences(one, other).some(
    (differing) =>
      (isNamed(differing.one) && isNamed(differing.other)) ||
      isNegation([...differing.one, ...differing.other].join(' ')),
  );
}

/** Whether neither numbers nor shingles rule it out, which costs less than two hashes. */
function mayBeNear(a: Remembered, b: Remembered): boolean {
  return a.numbers === b.numbers && lacksFew(a.shingles, b.shingles);
}

/**
 * Whether two sets have as much in common as sets so alike must: a Jaccard similarity `s` of sets of `m` and `n` takes
 * `s (m + n) / (1 + s)`. Of unrelated texts it looks at the first few shingles. What it saves: `npm run bench -- --only folding`.
 */
function lacksFew(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  let spare = a.size - (NEAR * (a.size + b.size)) / (1 + NEAR);
  for (const shingle of a) {
    if (spare < 0) return false;
    if (!b.has(shingle)) spare -= 1;
  }
  return spare >= 0;
}
