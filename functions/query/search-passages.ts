import type { z } from 'zod';
import type { SearchRequestSchema, SearchResponse } from '#shared/contracts/api.ts';
import type { Caller } from '#shared/domain/access.ts';
import { isMarked } from '#shared/domain/instruction-mark.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { retrieveBranches } from '#shared/runtime/retrieve-branches.ts';
import type { RetrievalPorts } from '#shared/runtime/retrieve-passages.ts';

/**
 * The passages that fit a query best, of those that the caller may read. Earlier turns are understood by rules alone: a
 * search asks no model.
 */
export async function searchPassages(
  caller: Caller,
  { query, collections, turns, limit }: z.output<typeof SearchRequestSchema>,
  ports: RetrievalPorts,
  signal: AbortSignal,
): Promise<SearchResponse> {
  const { passages, generations } = await retrieveBranches(
    { caller, text: unredacted(query), collections, turns, limit },
    { ...ports, rewriter: undefined },
    signal,
  );
  return {
    generations: [...generations],
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
