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

/** Whether one index did not find at all what the other puts first, on a side that did: no rounding explains that. */
export function isLost({ rivals }: ComparedRanking): boolean {
  return (rivals ?? []).some(({ here, there }) => {
    const isFoundAlike = (side: 'lexicalRank' | 'vectorRank') =>
      (here?.[side] === undefined) === (there?.[side] === undefined);
    return !isFoundAlike('lexicalRank') || !isFoundAlike('vectorRank');
  });
}

/** The difference and its reason. Ids and scores, no text. */
export function lineOf(compared: ComparedRanking): string {
  const { id, rivals } = compared;
  if (rivals === undefined) return id;
  const scores = rivals.map(
    ({ documentId, here, there }) => `${documentId} ${score(here)} here and ${score(there)} there`,
  );
  return `${id}: ${scores.join(', ')}: ${isLost(compared) ? 'one was not found by one side' : reasonOf(rivals)}`;
}

/**
 * By which side the two changed places. Lucene rounds the length of a text to one of 256 values, so that words count a
 * little more or less; the embedded index keeps a number of a vector in one byte, so that cosines differ in the fourth digit.
 */
function reasonOf(rivals: readonly [Rival, Rival]): string {
  const shiftOf = (side: 'lexicalShare' | 'vectorShare') => {
    const [first, second] = rivals.map(({ here, there }) => (there?.[side] ?? 0) - (here?.[side] ?? 0));
    return Number(second) - Number(first);
  };
  const [words, meaning] = [shiftOf('lexicalShare'), shiftOf('vectorShare')];
  const shifts = `words ${signed(words)}, meaning ${signed(meaning)}`;
  return Math.abs(words) >= Math.abs(meaning)
    ? `nearly equal, and lengths of texts are rounded in one of them (${shifts})`
    : `nearly equal, and vectors are rounded in one of them (${shifts})`;
}

function score(trace: CandidateTrace | undefined): string {
  return trace?.score.toFixed(4) ?? 'none';
}

function signed(shift: number): string {
  return `${shift < 0 ? '' : '+'}${shift.toFixed(4)}`;
}
