import type { RawText } from '#shared/domain/text.ts';
import { type RetrievalRequest, retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { Stack } from '../stack.ts';
import { RANKING_DEPTH, type Rankings } from './evaluate-retrieval.ts';
import { EVALUATION_TENANT } from './evaluation-corpus.ts';

/** Chunks asked of each side, so that at least as many documents are among them as a ranking holds. */
const CHUNK_DEPTH = 4 * RANKING_DEPTH;

const CALLER = { tenantId: EVALUATION_TENANT, user: 'evaluation', groups: [] };

/**
 * Ranks the documents of a corpus by the question path's own retrieval, once by words, once by meaning, once by both. A
 * document stands where its best chunk does.
 */
export function corpusRetriever({ ports }: Stack, corpusIds: ReadonlyMap<string, string>) {
  const rank = async (text: string, side?: RetrievalRequest['side']) => {
    const request: RetrievalRequest = {
      caller: CALLER,
      text: text as RawText, // A query is as raw as any text that a person wrote.
      limit: 2 * CHUNK_DEPTH,
      depth: CHUNK_DEPTH,
      ...(side && { side }),
    };
    const { passages } = await retrievePassages(request, ports, new AbortController().signal);
    const ids = new Set(passages.map(({ documentId }) => corpusIds.get(documentId) ?? ''));
    ids.delete('');
    return [...ids].slice(0, RANKING_DEPTH);
  };
  return async (text: string): Promise<Rankings> => ({
    lexical: await rank(text, 'lexical'),
    dense: await rank(text, 'vector'),
    hybrid: await rank(text),
  });
}
