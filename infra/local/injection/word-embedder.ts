import { createHash } from 'node:crypto';
import { toUnitLength } from '#shared/domain/vector.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import type { EntityFinder } from '#shared/ports/entity-finder.ts';

const DIMENSIONS = 256;

/**
 * Stands in for the embedder where meaning is not what is verified: each word adds one to a dimension picked by its hash.
 *
 * Source: feature hashing, Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.
 */
export function wordEmbedder(): Embedder {
  return {
    modelId: 'hashed-words',
    dimensions: DIMENSIONS,
    maxBatch: 64,
    maxInputTokens: 8_192,
    languages: 'many',
    embed: async (texts) => texts.map(vectorOf),
  };
}

/** Stands in for the name detector: finds nobody. */
export function noNames(): EntityFinder {
  return { languages: ['en'], find: async () => [] };
}

function vectorOf(text: string) {
  const counts = new Array<number>(DIMENSIONS).fill(0);
  for (const word of text.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? []) {
    const at = createHash('sha256').update(word).digest().readUInt32BE() % DIMENSIONS;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return toUnitLength(counts);
}
