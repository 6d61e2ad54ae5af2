import * as z from 'zod/mini';
import { storedChunk } from '../../contracts/stored-chunk.ts';
import type { IndexedChunk } from '../../domain/chunk.ts';
import { chunkTerms } from '../../domain/chunk-terms.ts';
import { shortHash } from '../../domain/identity.ts';
import { madeOnce } from '../../domain/made-once.ts';
import type { IndexedAccess } from '../../ports/chunk-index.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { hasFacts, hasLanguages, hasMarks } from './open-search-mapping.ts';
import { indexedTerm } from './open-search-terms.ts';

interface DocumentTarget {
  readonly analyzer: TextAnalyzer;
  /** `INDEX_VERSION` of the generation that it is for. */
  readonly version: number;
}

/** A chunk with what it is found and filtered by, as a generation in OpenSearch keeps it. */
export function indexDocument(chunk: IndexedChunk, indexed: IndexedAccess, { analyzer, version }: DocumentTarget) {
  const { chunkId, tenantId, documentId, versionId, attempt, position, page, start, end, text, context, ...found } =
    chunk;
  const { focus, vector } = found;
  return {
    ...{ chunkId, tenantId, documentId, versionId, attempt, position, page, start, end, text, context, vector },
    ...(hasMarks(version) && { suspicion: chunk.suspicion }),
    ...(hasLanguages(version) && { language: chunk.language }),
    ...(hasMarks(version) && focus && { focus }),
    ...accessFields(indexed, version),
    terms: chunkTerms(chunk, analyzer.analyze).map(indexedTerm).join(' '),
  };
}

/**
 * The fields that hold for all of a document. `accessKey` is equal where they are, so that an update passes over chunks
 * that have them already.
 */
export function accessFields({ access, collection, facts = [] }: IndexedAccess, version: number) {
  const accessKey = shortHash([collection, ...access], 32);
  if (!hasFacts(version)) return { collection, access, accessKey };
  return { collection, access, facts, accessKey: shortHash([accessKey, ...facts], 32) };
}

const chunkSourceSchema = madeOnce(
  () =>
    z.object({
      chunkId: z.string(),
      tenantId: z.string(),
      documentId: z.string(),
      versionId: z.string(),
      ...storedChunk(),
      focus: z.optional(z.object({ start: z.int(), end: z.int() })),
      language: z.optional(z.string()),
      suspicion: z.optional(z.number()),
    }) satisfies z.ZodMiniType<Omit<IndexedChunk, 'vector'>>,
);

const hits = <Source extends z.ZodMiniType>(source: Source) =>
  z.object({
    timed_out: z.literal(false),
    _shards: z.object({ failed: z.literal(0) }),
    hits: z.object({
      hits: z.array(z.object({ _index: z.string(), _score: z.nullable(z.number()), _source: source })),
    }),
  });

/** A search that is whole: one that timed out or lost a shard does not fit. */
export const searchSchema = madeOnce(() => hits(chunkSourceSchema()));
export const chunkListSchema = madeOnce(() =>
  hits(z.extend(chunkSourceSchema(), { vector: z.array(z.number()) }) satisfies z.ZodMiniType<IndexedChunk>),
);
export const accessListSchema = madeOnce(() =>
  hits(z.object({ collection: z.string(), access: z.array(z.string()), facts: z.optional(z.array(z.string())) })),
);
