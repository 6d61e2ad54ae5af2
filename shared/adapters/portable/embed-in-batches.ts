import type { RedactedText } from '../../domain/text.ts';
import type { Vector } from '../../domain/vector.ts';
import type { Embedder, MeteredEmbedding } from '../../ports/embedder.ts';

/** Who embeds, on whose account, and until when. */
export interface Embedding {
  readonly embedder: Embedder;
  /** On nobody's account without it. */
  readonly embed?: MeteredEmbedding | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface EmbeddedTexts {
  readonly vectors: readonly Vector[];
  readonly inputTokens: number;
}

/**
 * One vector a text, in their order, however many the embedder takes at once, and the tokens of all. It throws as the
 * embedder does.
 */
export async function embedInBatches(
  texts: readonly RedactedText[],
  purpose: 'query' | 'passage',
  { embedder, embed = unmeteredEmbedding, signal }: Embedding,
): Promise<EmbeddedTexts> {
  const all: Vector[] = [];
  let inputTokens = 0;
  for (let at = 0; at < texts.length; at += embedder.maxBatch) {
    const { vectors, tokens } = await embed(embedder, texts.slice(at, at + embedder.maxBatch), purpose, signal);
    all.push(...vectors);
    inputTokens += tokens;
  }
  return { vectors: all, inputTokens };
}

/** No tokens are told of where nobody meters them. */
export const unmeteredEmbedding: MeteredEmbedding = async (embedder, texts, purpose, signal) => ({
  vectors: await embedder.embed(texts, purpose, signal),
  tokens: 0,
});
