import type { CandidateTrace } from '#shared/domain/receipt.ts';
import type { Retrieval } from '#shared/runtime/retrieve-passages.ts';

/** What an index makes of a question. */
export interface Ranking extends Pick<Retrieval, 'passages' | 'traces'> {
  /** By chunk, what its words scored, as a share of the best score of that search. */
  readonly words: ReadonlyMap<string, number>;
}

/** How a question fared in two indexes of the same chunks. */
export interface ComparedRanking {
  readonly id: string;
  /** Whether the best passages are of one document, or both have none. */
  readonly isSame: boolean;
  /** Of the passages that the first shows, how many the other shows. */
  readonly sharedTen: number;
  /** The best passage of each, as both indexes see it; nothing where they are the same. */
  readonly rivals?: readonly [Rival, Rival] | undefined;
}

interface Rival {
  readonly documentId: string;
  readonly here: Sight;
  readonly there: Sight;
}

/** How one index sees a passage; without a trace it did not find it. */
interface Sight {
  readonly trace: CandidateTrace | undefined;
  readonly words: number;
}

export function comparedRanking(id: string, here: Ranking, there: Ranking): ComparedRanking {
  const [best, other] = [here.passages[0], there.passages[0]];
  const shown = new Set(there.passages.map(({ chunkId }) => chunkId));
  const shared = here.passages.filter(({ chunkId }) => shown.has(chunkId)).length;
  const sharedTen = here.passages.length === 0 ? 1 : shared / here.passages.length;
  const isSame = best?.documentId === other?.documentId;
  const rivalOf = ({ chunkId = '', documentId = '' }: Partial<CandidateTrace> = {}): Rival => {
    const sight = ({ traces, words }: Ranking): Sight => ({
      trace: traces.find((each) => each.chunkId === chunkId),
      words: words.get(chunkId) ?? 0,
    });
    return { documentId, here: sight(here), there: sight(there) };
  };
  return { id, isSame, sharedTen, rivals: isSame ? undefined : [rivalOf(best), rivalOf(other)] };
}

/**
 * By how much rounding may shift two passages against each other on a side. Words, in shares of the best score: Lucene
 * keeps the length of a text as one of 256 values, an eighth apart. Meaning, in shares between the worst and the best: a
 * number in one byte moves a cosine in its fourth digit, and what a side finds spans some tenths.
 */
const ROUNDING = { words: 0.15, meaning: 0.02 };

/** Whether the two differ for no reason that is known: what is first here is not found there, or counts otherwise. */
export function isUnexplained({ rivals }: ComparedRanking): boolean {
  return rivals !== undefined && reasonOf(rivals) === undefined;
}

/** The difference and its reason, of which `alone` tells, the same without other tenants. Ids and scores, no text. */
export function lineOf({ id, rivals }: ComparedRanking, alone: ComparedRanking): string {
  if (rivals === undefined) return id;
  const { words, meaning } = shiftsOf(rivals);
  const scores = rivals.map(
    ({ documentId, here, there }) => `${documentId} ${score(here)} here and ${score(there)} there`,
  );
  const shifts = `words ${signed(words)}, meaning ${signed(meaning)}`;
  return `${id}: ${scores.join(', ')} (${shifts}): ${reasonAlone(alone)}`;
}

/** An index of one tenant weighs words by its documents, a shard by those of all tenants that it holds. */
function reasonAlone({ rivals }: ComparedRanking): string {
  if (rivals === undefined) return 'alike without other tenants, whose documents weigh words in a shard';
  return reasonOf(rivals) ?? 'unexplained';
}

/** Small shifts change the places of what is nearly equal; of what words found, fusion stretches them to its whole range. */
function reasonOf(rivals: readonly [Rival, Rival]): string | undefined {
  const { words, meaning } = shiftsOf(rivals);
  const isSmall = Math.abs(words) <= ROUNDING.words && Math.abs(meaning) <= ROUNDING.meaning;
  if (rivals.some(isLost) || !isSmall) return undefined;
  return Math.abs(words) >= Math.abs(meaning)
    ? 'lengths of texts are rounded in one of the two'
    : 'vectors are rounded in one of the two';
}

/** Whether one index found it by a side by which the other did not. */
function isLost({ here, there }: Rival): boolean {
  const isFoundAlike = (rank: 'lexicalRank' | 'vectorRank') =>
    (here.trace?.[rank] === undefined) === (there.trace?.[rank] === undefined);
  return !isFoundAlike('lexicalRank') || !isFoundAlike('vectorRank');
}

/** By how much the second gained on the first from here to there, on each side. */
function shiftsOf([first, second]: readonly [Rival, Rival]): { readonly words: number; readonly meaning: number } {
  const gain = (of: (sight: Sight) => number) => (rival: Rival) => of(rival.there) - of(rival.here);
  const words = gain((sight) => sight.words);
  const meaning = gain(({ trace }) => trace?.vectorShare ?? 0);
  return { words: words(second) - words(first), meaning: meaning(second) - meaning(first) };
}

function score({ trace }: Sight): string {
  return trace?.score.toFixed(4) ?? 'none';
}

function signed(shift: number): string {
  return `${shift < 0 ? '' : '+'}${shift.toFixed(4)}`;
}
