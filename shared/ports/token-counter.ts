/** Counts tokens as the embedder does, so that chunks fit it. */
export interface TokenCounter {
  count(text: string): number;
}
