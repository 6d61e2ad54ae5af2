import type { z } from 'zod';
import type { SearchRequestSchema, SearchResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { isMarked } from '#shared/domain/instruction-mark.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { type RetrievalPorts, retrievePassages } from '#shared/runtime/retrieve-passages.ts';

/** The passages that fit a query best, of those that the caller may read. */
export async function searchPassages(
  caller: Caller,
  { query, collections, filter, limit }: z.output<typeof SearchRequestSchema>,
  ports: RetrievalPorts,
  signal: AbortSignal,
): Promise<SearchResponse> {
  const { passages, generations, rerank } = await retrievePassages(
    { caller, text: unredacted(query), collections, filter, limit },
    ports,
    signal,
  );
  return {
    generations: [...generations],
    ...(rerank && { reranked: rerank.reranked }),
    passages: passages.map(({ chunkId, documentId, name, title, page, start, end, text, score, suspicion }) => ({
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
    })),
  };
}
