import type { AnswerResponse } from '#shared/contracts/api.ts';
import type { ClaimConflict } from '#shared/domain/claim-conflicts.ts';
import type { Receipt } from '#shared/domain/receipt.ts';
import type { ConversationRetrieval } from '#shared/runtime/retrieve-branches.ts';
import type { Retrieval } from '#shared/runtime/retrieve-passages.ts';
import type { BrokenRule } from './judge-text.ts';
import { languageNotes } from './language-notes.ts';

/** Name of the answerer that quotes the documents and needs no model. */
const EXTRACTIVE = 'extractive';

const NOTES = {
  'no-evidence': 'Nothing that you may read answers this. Other words may find it; so may more documents.',
  'degraded-extractive': 'The model did not answer; these are the documents’ own words.',
  'degraded-model': 'The first model did not answer; another one stood in.',
  conflict: 'The documents contradict each other: look at both quotes before you rely on one.',
  'not-reranked': 'The reranker did not answer; passages stand in the order of the search.',
  'degraded-understanding': 'The model that reads earlier turns did not help; rules did, which know English alone.',
  uncalibrated: 'The thresholds were not measured with this embedding model: expect more refusals and more misses.',
} as const;

/** What stands beside an answer for whoever reads it. */
export function notesOf(
  { outcome, degraded, answerer, rerank, understanding }: Receipt,
  broken: BrokenRule | undefined,
  retrieval: Retrieval,
): string[] {
  return [
    ...(broken === undefined ? [] : [broken.note]),
    ...(outcome === 'no-evidence' ? [NOTES[outcome]] : []),
    ...(degraded ? [NOTES[answerer === EXTRACTIVE ? 'degraded-extractive' : 'degraded-model']] : []),
    ...(understanding?.degraded ? [NOTES['degraded-understanding']] : []),
    ...(rerank?.reranked === false ? [NOTES['not-reranked']] : []),
    ...languageNotes(retrieval),
    ...(retrieval.calibration.isCalibrated ? [] : [NOTES.uncalibrated]),
  ];
}

/** What a reader is told where claims contradict each other: both stay, with their quotes. */
export function contradicted(conflicts: readonly ClaimConflict[], notes: string[]) {
  if (conflicts.length === 0) return { notes };
  const shown = conflicts.map(({ about, claims }) => ({ about, claims: [...claims] }));
  return { conflicts: shown, notes: [NOTES.conflict, ...notes] };
}

/** Where a question that is refused was looked for: by the request alone, for a count of passages could tell of others' documents. */
export function searchedOf({ searchedBy, branches }: ConversationRetrieval): AnswerResponse['searched'] {
  const { collections, conditions } = searchedBy;
  return {
    ...(collections && { collections: [...collections] }),
    ...{ isFiltered: conditions.length > 0, branches: branches.length },
  };
}
