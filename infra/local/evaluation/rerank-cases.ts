import { localReranker } from '#shared/adapters/portable/local-reranker.ts';
import { RERANK_FEATURES, type RerankFeatures } from '#shared/domain/rerank-features.ts';
import type { RerankCase } from '#shared/domain/rerank-fit.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { LocalPorts } from '../local-ports.ts';
import type { RetrievalCase } from './evaluate-retrieval.ts';
import { EVALUATION_CALLER, EVALUATION_DEPTH } from './retrieve-sides.ts';

export interface SeenCase extends RerankCase {
  /** What looking at the passages took, without search. */
  readonly milliseconds: number;
}

/** What the local reranker sees of a question whose relevant documents are known. */
export async function rerankCase(
  { id, text, judgements }: Pick<RetrievalCase, 'id' | 'text' | 'judgements'>,
  corpusIds: ReadonlyMap<string, string>,
  { comparesMeaning }: { readonly comparesMeaning: boolean },
  ports: LocalPorts,
): Promise<SeenCase> {
  const signal = new AbortController().signal;
  const request = { caller: EVALUATION_CALLER, text: unredacted(text), ...EVALUATION_DEPTH };
  const { question, questionVector, passages } = await retrievePassages(request, ports, signal);
  const reranker = localReranker({ analyzer: ports.analyzer, embedder: comparesMeaning ? ports.embedder : undefined });
  const window = passages.slice(0, reranker.maxPassages);
  const startedAt = performance.now();
  const { features = [] } = await reranker.rerank({ question, questionVector, passages: window }, signal);
  const milliseconds = performance.now() - startedAt;
  const itemOf = (documentId: string) => corpusIds.get(documentId) ?? '';
  return {
    ...{ id, judgements, milliseconds },
    candidates: window.map(({ documentId }, at) => ({
      itemId: itemOf(documentId),
      features: Object.fromEntries(RERANK_FEATURES.map((name) => [name, features[at]?.[name] ?? 0])) as RerankFeatures, // All of them.
    })),
    below: passages.slice(reranker.maxPassages).map(({ documentId }) => itemOf(documentId)),
  };
}
