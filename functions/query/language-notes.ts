import type { Retrieval } from '#shared/runtime/retrieve-passages.ts';

const BY_WORDS =
  'The embedding model was not made for the language of this question: it was searched by its words alone, so that a passage that says the same in other words may be missing.';

/** What an asker should know of how the language of the question was served. */
export function languageNotes({ byWords }: Pick<Retrieval, 'byWords'>): string[] {
  return byWords ? [BY_WORDS] : [];
}
