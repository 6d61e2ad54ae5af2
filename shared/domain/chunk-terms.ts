import { type Chunk, embeddingText } from './chunk.ts';
import { toldLanguage } from './told-language.ts';

/**
 * What a chunk is found by, in every index: the terms of its document's language. Where that is not known, as of chunks
 * from before it was kept, the text itself is asked.
 */
export function chunkTerms(chunk: Chunk, analyze: (text: string, language?: string) => string[]): string[] {
  const text = embeddingText(chunk);
  const { language } = chunk.language === undefined ? toldLanguage(text) : { language: chunk.language };
  return language === 'und' ? analyze(text) : analyze(text, language);
}
