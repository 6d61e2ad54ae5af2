/** The smallest hash of a text's shingles under each of many permutations: equal shares of two tell how alike the texts are. */
export type MinHash = Uint32Array;

/**
 * Words to a shingle: long enough that texts of one subject share few, short enough that one changed word breaks three.
 * Source: Manning, Raghavan and Schütze, "Introduction to Information Retrieval", section 19.6, takes four.
 */
const SHINGLE_WORDS = 3;

/** Permutations: the estimate of a similarity of .9 is then off by .027, one standard deviation (`sqrt(s (1 - s) / n)`). */
const PERMUTATIONS = 128;

/** Of the generator that draws the permutations, so that every process draws the same. */
const SEED = 0x9e3779b9;

const FACTORS = permutationsOf(SEED);

/** No hash is larger. */
const LARGEST = 0xffffffff;

/**
 * The MinHash of a set of shingles, for the Jaccard similarity of two. Source: Broder, "On the resemblance and containment of
 * documents", SEQUENCES 1997. The permutations are `a x + b` modulo 2^32 with odd `a`, and a mixing step, for a product
 * alone leaves low bits in order.
 */
export function minHashOf(shingles: ReadonlySet<string>): MinHash {
  const hashes = [...shingles].map(hashOf);
  return Uint32Array.from(FACTORS, ({ factor, offset }) =>
    hashes.reduce((smallest, hash) => Math.min(smallest, mixed(Math.imul(hash, factor) + offset)), LARGEST),
  );
}

/** Estimated Jaccard similarity of the shingles of two texts, 0 to 1. */
export function similarityOf(a: MinHash, b: MinHash): number {
  // Counted in place: this runs for each pair of passages, and a list of what is common would cost more than the count.
  let common = 0;
  for (let at = 0; at < PERMUTATIONS; at += 1) if (a[at] === b[at]) common += 1;
  return common / PERMUTATIONS;
}

/** Runs of words, in small letters and without punctuation; a text that is shorter than a shingle is one. */
export function shinglesOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gv) ?? [];
  const last = Math.max(0, words.length - SHINGLE_WORDS);
  return new Set(Array.from({ length: last + 1 }, (_, at) => words.slice(at, at + SHINGLE_WORDS).join(' ')));
}

/** FNV-1a over UTF-16 code units. Source: Fowler, Noll and Vo, draft-eastlake-fnv. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** Source: Murmur3's finalizer, by Appleby (public domain). */
function mixed(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

/** Source: the generator of Marsaglia, "Xorshift RNGs", 2003, with 13, 17 and 5. */
function permutationsOf(seed: number): readonly { readonly factor: number; readonly offset: number }[] {
  let state = seed;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state;
  };
  return Array.from({ length: PERMUTATIONS }, () => ({ factor: next() | 1, offset: next() }));
}
