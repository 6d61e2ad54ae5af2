import type { CandidateTrace } from '#shared/domain/receipt.ts';
import type { Retrieval } from '#shared/runtime/retrieve-passages.ts';

type Ranking = Pick<Retrieval, 'passages' | 'traces'>;

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
  readonly here: CandidateTrace | undefined;
  readonly there: CandidateTrace | undefined;
}

export function comparedRanking(id: string, here: Ranking, there: Ranking): ComparedRanking {
  const [best, other] = [here.passages[0], there.passages[0]];
  const shown = new Set(there.passages.map(({ chunkId }) => chunkId));
  const shared = here.passages.filter(({ chunkId }) => shown.has(chunkId)).length;
  const sharedTen = here.passages.length === 0 ? 1 : shared / here.passages.length;
  const isSame = best?.documentId === other?.documentId;
  const rivalOf = ({ chunkId = '', documentId = '' }: Partial<CandidateTrace> = {}): Rival => {
    const trace = ({ traces }: Ranking) => traces.find((each) => each.chunkId === chunkId);
    return { documentId, here: trace(here), there: trace(there) };
  };
  return { id, isSame, sharedTen, rivals: isSame ? undefined : [rivalOf(best), rivalOf(other)] };
}

/**
 * By how much rounding may shift two passages against each other on a side, in shares of that side's scores. Words: twice
 * what `lexical-agreement.test.ts` allows one passage on average, and half as much again. Meaning: a number in one byte moves
 * a cosine in its fourth digit, and what a side finds spans some tenths.
 */
const ROUNDING = { words: 0.15, meaning: 0.02 };

/** Whether the two differ for no reason that is known: what was put first here was not found there, or counted otherwise. */
export function isUnexplained({ rivals }: ComparedRanking): boolean {
  return rivals !== undefined && reasonOf(rivals) === undefined;
}

/** The difference and its reason. Ids and scores, no text. */
export function lineOf({ id, rivals }: ComparedRanking): string {
  if (rivals === undefined) return id;
  const { words, meaning } = shiftsOf(rivals);
  const scores = rivals.map(
    ({ documentId, here, there }) => `${documentId} ${score(here)} here and ${score(there)} there`,
  );
  const shifts = `words ${signed(words)}, meaning ${signed(meaning)}`;
  return `${id}: ${scores.join(', ')}: ${reasonOf(rivals) ?? 'unexplained'} (${shifts})`;
}

/**
 * Lucene rounds the length of a text to one of 256 values, so that words count a little more or less; the embedded index
 * keeps a number of a vector in one byte. Either changes the places of what is nearly equal, and of nothing else.
 */
function reasonOf(rivals: readonly [Rival, Rival]): string | undefined {
  const { words, meaning } = shiftsOf(rivals);
  if (rivals.some(isLost) || Math.abs(words) > ROUNDING.words || Math.abs(meaning) > ROUNDING.meaning) return undefined;
  return Math.abs(words) >= Math.abs(meaning)
    ? 'nearly equal, and one of the two rounds the lengths of texts'
    : 'nearly equal, and one of the two rounds vectors';
}

/** Whether one index found it by a side by which the other did not. */
function isLost({ here, there }: Rival): boolean {
  const isFoundAlike = (rank: 'lexicalRank' | 'vectorRank') =>
    (here?.[rank] === undefined) === (there?.[rank] === undefined);
  return !isFoundAlike('lexicalRank') || !isFoundAlike('vectorRank');
}

/** By how much the second gained on the first from here to there, on each side. */
function shiftsOf(rivals: readonly [Rival, Rival]): { readonly words: number; readonly meaning: number } {
  const shiftOf = (share: 'lexicalShare' | 'vectorShare') => {
    const [first, second] = rivals.map(({ here, there }) => (there?.[share] ?? 0) - (here?.[share] ?? 0));
    return Number(second) - Number(first);
  };
  return { words: shiftOf('lexicalShare'), meaning: shiftOf('vectorShare') };
}

function score(trace: CandidateTrace | undefined): string {
  return trace?.score.toFixed(4) ?? 'none';
}

function signed(shift: number): string {
  return `${shift < 0 ? '' : '+'}${shift.toFixed(4)}`;
}
