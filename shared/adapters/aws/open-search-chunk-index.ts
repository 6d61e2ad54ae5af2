import type { ChunkIndex } from '../../ports/chunk-index.ts';
import { generationalChunkIndex } from '../portable/generational-chunk-index.ts';
import { type OpenSearchGenerationsOptions, openSearchGenerations } from './open-search-generations.ts';

/** Chunks in OpenSearch: BM25 over terms of our own, and vectors. */
export function openSearchChunkIndex(options: OpenSearchGenerationsOptions): ChunkIndex {
  return generationalChunkIndex(openSearchGenerations(options));
}
