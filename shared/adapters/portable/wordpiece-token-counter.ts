import type { TokenCounter } from '../../ports/token-counter.ts';
import { readWordpieceTokenizer, type WordpieceTokenizer } from './wordpiece-tokenizer.ts';

/** Counts a text's own tokens, as `bgeEmbedder.maxInputTokens` does: without the two that frame every input. Reads its file at first need. */
export function wordpieceTokenCounter(tokenizerPath: string): TokenCounter {
  let tokenizer: WordpieceTokenizer | undefined;
  return {
    count: (text) => {
      tokenizer ??= readWordpieceTokenizer(tokenizerPath); // Takes as long as all else that a Lambda loads.
      return tokenizer.ids(text).length;
    },
  };
}
