import type { Passage } from '#shared/domain/answer.ts';
import type { RedactedText } from '#shared/domain/text.ts';

/** A passage of our own words, as retrieval gives them. */
export function wordsPassage(chunkId: string, text: RedactedText): Passage {
  const place = { chunkId, documentId: chunkId, page: 1, start: 0, end: text.length };
  const untitled = text.slice(0, 0) as RedactedText; // Nothing is left of it.
  return { ...place, name: untitled, title: untitled, context: untitled, text, similarity: 1, score: 1 };
}
