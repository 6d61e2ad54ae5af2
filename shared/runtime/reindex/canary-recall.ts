import type { IndexedChunk } from '../../domain/chunk.ts';
import { chunkTerms } from '../../domain/chunk-terms.ts';
import type { CanaryRecall } from '../../domain/index-generation.ts';
import type { IndexedAccess, SearchHit } from '../../ports/chunk-index.ts';
import type { GenerationIndex } from '../../ports/index-generations.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { RETRIEVAL_DEPTH } from '../retrieve-passages.ts';

/** A stored passage that is to be found again. */
export interface Canary {
  readonly chunk: IndexedChunk;
  readonly access: IndexedAccess;
}

/** Among how many a passage has to be: a question shows about as many. */
const DEPTH = 10;

/** Most terms of a passage that it is searched by: a question has fewer, and common words cost the longest lists. */
const MAX_TERMS = 32;

/**
 * How many of the passages each side of a search finds again: by the terms of their own text, and by their own vector as
 * this generation holds it, with the tenant and the readers of their document for a filter.
 */
export async function canaryRecall(
  canaries: readonly Canary[],
  index: GenerationIndex,
  analyzer: TextAnalyzer,
  signal: AbortSignal,
): Promise<CanaryRecall> {
  let lexical = 0;
  let vector = 0;
  for (const { chunk, access } of canaries) {
    // As deep as for a question: an approximate search looks at no more than it is asked for.
    const scope = { tenantId: access.tenantId, principals: access.access, limit: RETRIEVAL_DEPTH };
    const terms = chunkTerms(chunk, analyzer.analyze).slice(0, MAX_TERMS);
    const byWords = await index.searchLexical(terms, scope, signal);
    const own = await storedVector(chunk, index, signal);
    const byMeaning = own === undefined ? [] : await index.searchVector(own, scope, signal);
    const isAmong = ({ chunk: { chunkId } }: SearchHit) => chunkId === chunk.chunkId;
    if (byWords.slice(0, DEPTH).some(isAmong)) lexical += 1;
    if (byMeaning.slice(0, DEPTH).some(isAmong)) vector += 1;
  }
  const share = (found: number) => (canaries.length === 0 ? 1 : found / canaries.length);
  return { lexical: share(lexical), vector: share(vector) };
}

/** The page that begins right before the passage. */
async function storedVector(chunk: IndexedChunk, index: GenerationIndex, signal: AbortSignal) {
  const before = { position: chunk.position, chunkId: '' };
  const page = await index.chunkPage(chunk, before, signal);
  return page.find(({ chunkId }) => chunkId === chunk.chunkId)?.vector;
}
