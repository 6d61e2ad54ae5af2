import type { RedactedText } from '../domain/text.ts';
import type { Vector } from '../domain/vector.ts';
import type { Embedder } from '../ports/embedder.ts';

/** Characters that a token stands for, about, where a model does not tell: European text by common tokenizers. */
const CHARACTERS_PER_TOKEN = 4;

/** Vectors, with the tokens that they took: as the model told, or by the length of the texts where it does not tell. */
export async function meteredEmbedding(
  embedder: Embedder,
  texts: readonly RedactedText[],
  purpose: 'query' | 'passage',
  signal?: AbortSignal,
): Promise<{ readonly vectors: readonly Vector[]; readonly tokens: number }> {
  let told: number | undefined;
  const vectors = await embedder.embed(texts, purpose, signal, (tokens) => {
    told = (told ?? 0) + tokens;
  });
  return { vectors, tokens: told ?? estimatedTokens(texts) };
}

function estimatedTokens(texts: readonly RedactedText[]): number {
  return texts.reduce((sum, { length }) => sum + Math.ceil(length / CHARACTERS_PER_TOKEN), 0);
}
