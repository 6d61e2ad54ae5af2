import type { Passage } from '#shared/domain/answer.ts';
import type { Stack } from '../stack.ts';
import type { Rankings } from './evaluate-retrieval.ts';
import { retrieveSides } from './retrieve-sides.ts';

/** Ranks the documents of a corpus. A document stands where its best chunk does. */
export function corpusRetriever(stack: Stack, corpusIds: ReadonlyMap<string, string>) {
  const idsOf = (passages: readonly Passage[]) => {
    const ids = new Set(passages.map(({ documentId }) => corpusIds.get(documentId) ?? ''));
    ids.delete('');
    return [...ids];
  };
  return ({ text }: { readonly text: string }): Promise<Rankings> => retrieveSides(stack, text, idsOf);
}
