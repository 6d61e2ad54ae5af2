import type { FusionCandidate, FusionCase } from '#shared/domain/fusion-fit.ts';
import type { Judgements } from '#shared/domain/metrics.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { type Retrieval, retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { LocalPorts } from '../local-ports.ts';
import { EVALUATION_TENANT } from './evaluation-corpus.ts';

const CALLER = { tenantId: EVALUATION_TENANT, user: 'evaluator', groups: [] };

/** What both sides find for a judged query; `corpusIds` gives the collection's own ids by ours. */
export async function fusionCase(
  { text, judgements }: { readonly text: string; readonly judgements: Judgements },
  corpusIds: ReadonlyMap<string, string>,
  ports: LocalPorts,
): Promise<FusionCase> {
  const request = { caller: CALLER, text: unredacted(text), limit: 1 };
  const retrieval = await retrievePassages(request, ports, new AbortController().signal);
  const isRight = (documentId: string) => (judgements.get(corpusIds.get(documentId) ?? '') ?? 0) > 0;
  return { queryClass: retrieval.queryClass, candidates: fusionCandidates(retrieval, isRight) };
}

/** The candidates of a search as numbers. */
export function fusionCandidates(
  { traces }: Pick<Retrieval, 'traces'>,
  isRight: (documentId: string) => boolean,
): FusionCandidate[] {
  return traces.map(({ lexicalShare = 0, vectorShare = 0, lexicalRank, vectorRank, documentId }) => ({
    ...{ lexical: lexicalShare, vector: vectorShare, lexicalRank, vectorRank },
    isRight: isRight(documentId),
  }));
}
