import { localReranker } from '#shared/adapters/portable/local-reranker.ts';
import type { Passage } from '#shared/domain/answer.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import type { Reranker } from '#shared/ports/reranker.ts';
import { type RetrievalRequest, retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { Stack } from '../stack.ts';
import { RANKING_DEPTH, type Rankings } from './evaluate-retrieval.ts';
import { EVALUATION_TENANT } from './evaluation-corpus.ts';

/** Chunks asked of each side, so that at least as many documents are among them as a ranking holds. */
const CHUNK_DEPTH = 4 * RANKING_DEPTH;

export const EVALUATION_DEPTH = { limit: 2 * CHUNK_DEPTH, depth: CHUNK_DEPTH } as const;

export const EVALUATION_CALLER = { tenantId: EVALUATION_TENANT, user: 'evaluation', groups: [] };

/**
 * Searches by the question path's own retrieval, once by words, once by meaning, once by both, and once more with what
 * both found reranked: by the reranker of the settings, or by the local one where they name none. `idsOf` says what
 * the passages of a side stand for, in their order; `collections` bounds the search, all of them without it.
 */
export async function retrieveSides(
  { ports }: Stack,
  text: string,
  idsOf: (passages: readonly Passage[]) => readonly string[],
  collections?: readonly string[],
): Promise<Rankings> {
  const { reranker = localReranker({ analyzer: ports.analyzer }) } = ports;
  const rank = async (side?: RetrievalRequest['side'], asked?: Reranker) => {
    const request: RetrievalRequest = {
      ...{ caller: EVALUATION_CALLER, text: unredacted(text), ...EVALUATION_DEPTH },
      ...{ ...(side && { side }), ...(collections && { collections }) },
    };
    const startedAt = performance.now();
    const found = await retrievePassages(request, { ...ports, reranker: asked }, new AbortController().signal);
    const milliseconds = performance.now() - startedAt;
    const ids = idsOf(found.passages).slice(0, RANKING_DEPTH);
    return {
      ids,
      milliseconds,
      rerank: found.timings.rerank ?? 0,
      uses: [found.embedding],
      rerankUses: found.rerankUses,
    };
  };
  const [lexical, dense, hybrid] = [await rank('lexical'), await rank('vector'), await rank()];
  const reranked = await rank(undefined, reranker);
  return {
    ...{ lexical: lexical.ids, dense: dense.ids, hybrid: hybrid.ids, reranked: reranked.ids },
    ...{ milliseconds: hybrid.milliseconds, rerankMilliseconds: reranked.rerank },
    // Whoever asks first embeds the question; a vector that is remembered takes nothing the second time.
    ...{ uses: lexical.uses, rerankUses: reranked.rerankUses },
  };
}
