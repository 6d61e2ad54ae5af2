import * as z from 'zod';
import type { EmbedderFingerprint } from '../../domain/fingerprint.ts';

/**
 * The index as `prepare` makes it. `dynamic: strict`, so that no document ever adds a field. The terms are ours already,
 * so they are only split at white space; text is kept and not searched. Vectors are searched by Lucene's HNSW, the one
 * engine of OpenSearch that filters while it walks and keeps its files in the heap's page cache alone.
 */
export function indexDefinition(fingerprint: EmbedderFingerprint, { shards, replicas }: IndexSize) {
  return {
    settings: { index: { knn: true, number_of_shards: shards, number_of_replicas: replicas } },
    mappings: {
      _meta: { fingerprint },
      _routing: { required: true },
      dynamic: 'strict',
      properties: {
        chunkId: KEYWORD,
        tenantId: KEYWORD,
        documentId: KEYWORD,
        versionId: KEYWORD,
        attempt: { type: 'integer' },
        collection: KEYWORD,
        access: KEYWORD,
        accessKey: KEYWORD,
        position: { type: 'integer' },
        page: STORED_NUMBER,
        start: STORED_NUMBER,
        end: STORED_NUMBER,
        text: STORED_TEXT,
        context: STORED_TEXT,
        ...ADDED_FIELDS,
        terms: { type: 'text', analyzer: 'whitespace' },
        vector: {
          type: 'knn_vector',
          dimension: fingerprint.dimensions,
          method: { name: 'hnsw', engine: 'lucene', space_type: 'cosinesimil' },
        },
      },
    },
  };
}

export interface IndexSize {
  /** A tenant's chunks are all in one shard, which holds some 2 million of them (50 GiB). */
  readonly shards: number;
  readonly replicas: number;
}

const KEYWORD = { type: 'keyword' };
const STORED_NUMBER = { type: 'integer', index: false, doc_values: false };
const STORED_TEXT = { type: 'text', index: false };

/** Fields that indexes of before do not have, and get when they are prepared again. */
export const ADDED_FIELDS = { suspicion: { type: 'float', index: false, doc_values: false } };

const FingerprintSchema = z.object({
  modelId: z.string(),
  dimensions: z.int().positive(),
  probe: z.string(),
}) satisfies z.ZodType<EmbedderFingerprint>;

/** The answer to `GET <index>/_mapping`, by the names of indexes. */
export const MappingSchema = z.record(
  z.string(),
  z.object({ mappings: z.object({ _meta: z.object({ fingerprint: FingerprintSchema }).optional() }) }),
);
