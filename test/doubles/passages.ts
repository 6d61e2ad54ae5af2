import type { Passage } from '#shared/domain/answer.ts';
import { redacted } from '#shared/domain/text.ts';

/** A passage that was retrieved; `start` is not 0, so that offsets in the page show. */
export function passage(text: string, changes: Partial<Omit<Passage, 'text'>> = {}): Passage {
  return {
    chunkId: 'chunk-1',
    documentId: 'document-1',
    name: redacted('handbook.md'),
    title: redacted('Handbook'),
    page: 2,
    start: 100,
    end: 100 + text.length,
    text: redacted(text),
    context: redacted(''),
    similarity: 0.7,
    score: 1,
    ...changes,
  };
}
