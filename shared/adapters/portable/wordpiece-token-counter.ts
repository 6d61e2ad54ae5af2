import type { TokenCounter } from '../../ports/token-counter.ts';
import { readWordpieceTokenizer } from './wordpiece-tokenizer.ts';

/** Counts a text's own tokens, as `bgeEmbedder.maxInputTokens` does: without the two that frame every input. */
export function wordpieceTokenCounter(tokenizerPath: string): TokenCounter {
  const tokenizer = readWordpieceTokenizer(tokenizerPath);
  return { count: (text) => tokenizer.ids(text).length };
}
