import { expect, it } from 'vitest';
import { chunkTerms } from '#shared/domain/chunk-terms.ts';
import { indexedChunk } from '../doubles/indexed-chunks.ts';

const analyze = (text: string, language = 'none') => [language, text];

it('compares a chunk by the words of its document’s language', () => {
  expect(chunkTerms(indexedChunk('the table', { language: 'de' }), analyze)[0]).toBe('de');
});

it('asks the text where the document’s language was not kept', () => {
  expect(chunkTerms(indexedChunk('Der Mieter zahlt die Miete am ersten Tag.'), analyze)[0]).toBe('de');
});

it('names none where nothing tells', () => {
  expect(chunkTerms(indexedChunk('64.2 58.7'), analyze)[0]).toBe('none');
  expect(chunkTerms(indexedChunk('64.2 58.7', { language: 'und' }), analyze)[0]).toBe('none');
});
