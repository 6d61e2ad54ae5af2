import type { z } from 'zod/mini';
import type { SearchRequestSchema, SearchResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { isMarked } from '#shared/domain/instruction-mark.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { retrieveBranches } from '#shared/runtime/retrieve-branches.ts';
import type { RetrievalPorts } from '#shared/runtime/retrieve-passages.ts';
import { languageNotes } from './language-notes.ts';

/**
 * The passages that fit a query best, of those that the caller may read. Earlier turns are understood by rules alone: a
 * search asks no model.
 */
export async function searchPassages(
  caller: Caller,
  { query, collections, filter, turns, limit }: z.output<typeof SearchRequestSchema>,
  ports: RetrievalPorts,
  signal: AbortSignal,
): Promise<SearchResponse> {
  const request = { caller, text: unredacted(query), collections, filter, turns, limit };
  const retrieval = await retrieveBranches(request, { ...ports, rewriter: undefined }, signal);
  const { rerank } = retrieval;
  return {
    generations: [...retrieval.generations],
    ...(rerank && { reranked: rerank.reranked }),
    notes: languageNotes(retrieval),
    passages: retrieval.passages.map(
      ({ chunkId, documentId, name, title, page, start, end, text, score, suspicion }) => ({
        chunkId,
        documentId,
        name,
        title,
        page,
        start,
        end,
        text,
        score,
        suspicious: isMarked({ text, suspicion }),
      }),
    ),
  };
}
