import type { Passage } from '../domain/answer.ts';
import { type ChoiceLimits, type PassageEnd, passageEnds } from '../domain/passage-choice.ts';
import type { CandidateTrace } from '../domain/receipt.ts';
import type { AdmittedHit, AdmittedHits } from './admit-hits.ts';

export interface ChosenPassages {
  /** Best first. */
  readonly passages: readonly Passage[];
  /** Of all candidates, those too that were not admitted. */
  readonly traces: readonly CandidateTrace[];
}

/** What is shown of the admitted, which come best first, and what became of every candidate. */
export function choosePassages({ admitted, dropped }: AdmittedHits, limits: ChoiceLimits): ChosenPassages {
  const passages = admitted.map(({ passage }) => passage);
  const ends = passageEnds(passages, limits);
  const endOf = ({ chunkId }: Passage): PassageEnd => ends.get(chunkId) ?? { fate: 'below-cut' };
  const traceOf = ({ hit, passage }: AdmittedHit) => {
    return { ...hit, documentId: passage.documentId, ...endOf(passage) };
  };
  return {
    passages: passages.filter((passage) => endOf(passage).fate === 'shown'),
    traces: [...admitted.map(traceOf), ...dropped].sort(bestFirst),
  };
}

function bestFirst(a: CandidateTrace, b: CandidateTrace): number {
  return b.score - a.score || (a.chunkId < b.chunkId ? -1 : 1);
}
