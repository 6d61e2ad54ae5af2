import type { z } from 'zod';
import type { SearchRequestSchema, SearchResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { isMarked } from '#shared/domain/instruction-mark.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { type RetrievalPorts, retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import { languageNotes } from './language-notes.ts';

/** The passages that fit a query best, of those that the caller may read. */
export async function searchPassages(
  caller: Caller,
  { query, collections, filter, limit }: z.output<typeof SearchRequestSchema>,
  ports: RetrievalPorts,
  signal: AbortSignal,
): Promise<SearchResponse> {
  const request = { caller, text: unredacted(query), collections, filter, limit };
  const retrieval = await retrievePassages(request, ports, signal);
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
