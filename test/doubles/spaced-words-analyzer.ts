import type { TextAnalyzer } from '#shared/ports/text-analyzer.ts';

/** Terms are what stands between spaces, in lower case: all that the contract of an index needs to know. */
export const spacedWordsAnalyzer: TextAnalyzer = {
  analyze: words,
  searchTerms: (text) => [...new Set(words(text))],
};

function words(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
