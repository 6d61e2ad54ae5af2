import type { Passage } from '#shared/domain/answer.ts';
import { unredacted } from '#shared/domain/unredacted.ts';
import { type RetrievalRequest, retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { Stack } from '../stack.ts';
import { RANKING_DEPTH, type Rankings } from './evaluate-retrieval.ts';
import { EVALUATION_TENANT } from './evaluation-corpus.ts';

/** Chunks asked of each side, so that at least as many documents are among them as a ranking holds. */
const CHUNK_DEPTH = 4 * RANKING_DEPTH;

const CALLER = { tenantId: EVALUATION_TENANT, user: 'evaluation', groups: [] };

/**
 * Searches by the question path's own retrieval, once by words, once by meaning, once by both. `idsOf` says what the
 * passages of a side stand for, in their order; `collections` bounds the search, all of them without it.
 */
export async function retrieveSides(
  { ports }: Stack,
  text: string,
  idsOf: (passages: readonly Passage[]) => readonly string[],
  collections?: readonly string[],
): Promise<Rankings> {
  const rank = async (side?: RetrievalRequest['side']) => {
    const request: RetrievalRequest = {
      caller: CALLER,
      text: unredacted(text),
      limit: 2 * CHUNK_DEPTH,
      depth: CHUNK_DEPTH,
      ...(side && { side }),
      ...(collections && { collections }),
    };
    const { passages } = await retrievePassages(request, ports, new AbortController().signal);
    return idsOf(passages).slice(0, RANKING_DEPTH);
  };
  const [lexical, dense] = [await rank('lexical'), await rank('vector')];
  const startedAt = performance.now();
  const hybrid = await rank();
  return { lexical, dense, hybrid, milliseconds: performance.now() - startedAt };
}
