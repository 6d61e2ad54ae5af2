/** Words of one text and what stands in their place in another; one of the two may be empty, never both. */
export interface Difference {
  readonly one: readonly string[];
  readonly other: readonly string[];
  /** The words before, as the first text has them. */
  readonly before: readonly string[];
}

/** Letters and digits with what holds them together: `PDP-11`, `1973–1974`, `Ruiz's`, `12.5`, `[PERSON:k7f2.q9x1]`. */
const WORD = /\[[A-Z]+:[^\]]*\]|[\p{L}\p{M}\p{N}]+(?:[’'.,:\/\&–\-][\p{L}\p{M}\p{N}]+)*/gv;

/** In order, where two texts differ, without regard to small and capital letters and punctuation; empty where nowhere. */
export function wordDifferences(one: string, other: string): readonly Difference[] {
  const [words, others] = [one.match(WORD) ?? [], other.match(WORD) ?? []];
  const differences: Difference[] = [];
  let [from, otherFrom] = [0, 0];
  for (const [at, otherAt] of [...commonPlaces(words, others), [words.length, others.length] as const]) {
    const [own, theirs] = [words.slice(from, at), others.slice(otherFrom, otherAt)];
    if (own.length + theirs.length > 0) differences.push({ one: own, other: theirs, before: words.slice(0, from) });
    [from, otherFrom] = [at + 1, otherAt + 1];
  }
  return differences;
}

type Places = readonly [at: number, otherAt: number];

/** Places of the longest sequence of words that both have. Source: Wagner and Fischer, Journal of the ACM 21, 1974. */
function commonPlaces(words: readonly string[], others: readonly string[]): readonly Places[] {
  const [folded, othersFolded] = [words.map(folding), others.map(folding)];
  const lengthAt = commonLengths(folded, othersFolded);
  const places: Places[] = [];
  let [at, otherAt] = [words.length, others.length];
  while (at > 0 && otherAt > 0) {
    if (folded[at - 1] === othersFolded[otherAt - 1]) places.unshift([--at, --otherAt]);
    else if (lengthAt(at - 1, otherAt) >= lengthAt(at, otherAt - 1)) at -= 1;
    else otherAt -= 1;
  }
  return places;
}

/** How many words in one order the first `at` of one and the first `otherAt` of the other have in common. */
function commonLengths(words: readonly string[], others: readonly string[]) {
  const width = others.length + 1;
  const lengths = new Uint16Array((words.length + 1) * width);
  const lengthAt = (at: number, otherAt: number) => Number(lengths[at * width + otherAt]);
  for (const [at, word] of words.entries()) {
    for (const [otherAt, otherWord] of others.entries()) {
      const without = Math.max(lengthAt(at, otherAt + 1), lengthAt(at + 1, otherAt));
      lengths[(at + 1) * width + otherAt + 1] = word === otherWord ? lengthAt(at, otherAt) + 1 : without;
    }
  }
  return lengthAt;
}

function folding(word: string): string {
  return word.toLowerCase();
}
