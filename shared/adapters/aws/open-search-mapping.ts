import * as z from 'zod/mini';
import { attemptSchema } from '../../contracts/attempt.ts';
import type { EmbedderFingerprint } from '../../domain/fingerprint.ts';
import { shortHash } from '../../domain/identity.ts';
import { INDEX_VERSION } from '../../domain/index-generation.ts';
import { madeOnce } from '../../domain/made-once.ts';
import { SERVING_ALIAS, writeAliasOf } from './open-search-names.ts';

/**
 * The index of a generation as it is made, with its aliases. `dynamic: strict`, so that no document ever adds a field. The terms are ours already,
 * so they are only split at white space; text is kept and not searched. Vectors are searched by Lucene's HNSW, the one
 * engine of OpenSearch that filters while it walks and keeps its files in the heap's page cache alone.
 */
export function indexDefinition(
  name: string,
  fingerprint: EmbedderFingerprint,
  { shards, replicas }: IndexSize,
  serves: boolean,
) {
  const meta: GenerationMeta = {
    fingerprint,
    version: INDEX_VERSION,
    definition: definitionHash(fingerprint),
    whole: serves,
  };
  return {
    aliases: { [writeAliasOf(name)]: {}, ...(serves && { [SERVING_ALIAS]: {} }) },
    settings: { index: { knn: true, number_of_shards: shards, number_of_replicas: replicas } },
    mappings: { _meta: meta, _routing: { required: true }, dynamic: 'strict', properties: fieldsOf(fingerprint) },
  };
}

/** What the fields are told by: one version of the index stands for one definition, so that no change goes unseen. */
export function definitionHash(fingerprint: EmbedderFingerprint): string {
  return shortHash([JSON.stringify(fieldsOf(fingerprint))], 16);
}

/** Changing a field asks for another `INDEX_VERSION`. */
function fieldsOf({ dimensions }: EmbedderFingerprint) {
  return {
    chunkId: KEYWORD,
    tenantId: KEYWORD,
    documentId: KEYWORD,
    versionId: KEYWORD,
    attempt: { type: 'integer' },
    collection: KEYWORD,
    access: KEYWORD,
    accessKey: KEYWORD,
    facts: KEYWORD,
    position: { type: 'integer' },
    page: STORED_NUMBER,
    start: STORED_NUMBER,
    end: STORED_NUMBER,
    focus: { properties: { start: STORED_NUMBER, end: STORED_NUMBER } },
    text: STORED_TEXT,
    context: STORED_TEXT,
    language: KEYWORD,
    suspicion: { type: 'float', index: false, doc_values: false },
    terms: { type: 'text', analyzer: 'whitespace' },
    vector: {
      type: 'knn_vector',
      dimension: dimensions,
      method: { name: 'hnsw', engine: 'lucene', space_type: 'cosinesimil' },
    },
  };
}

/** Whether a generation of this version has the fields `suspicion` and `focus`; without, it would refuse what has them. */
export function hasMarks(version: number): boolean {
  return version >= 2;
}

/** Whether a generation of this version keeps the facts that documents are filtered by. */
export function hasFacts(version: number): boolean {
  return version >= 3;
}

/** Whether a generation of this version has the field `language`. */
export function hasLanguages(version: number): boolean {
  return version >= 3;
}

export interface IndexSize {
  /** A tenant's chunks are all in one shard, which holds some 2 million of them (50 GiB). */
  readonly shards: number;
  readonly replicas: number;
}

const KEYWORD = { type: 'keyword' };
const STORED_NUMBER = { type: 'integer', index: false, doc_values: false };
const STORED_TEXT = { type: 'text', index: false };

const fingerprintSchema = madeOnce(
  () =>
    z.object({
      modelId: z.string(),
      dimensions: z.int().check(z.positive()),
      probe: z.string(),
    }) satisfies z.ZodMiniType<EmbedderFingerprint>,
);

/** What a generation's mapping says of it. */
const metaSchema = madeOnce(() =>
  z.object({
    fingerprint: fingerprintSchema(),
    version: z.int(),
    /** Hash of its fields. */
    definition: z.string(),
    /** Whether it has served, or was found fit to. */
    whole: z.boolean(),
    copied: z.optional(attemptSchema()),
  }),
);
export type GenerationMeta = z.output<ReturnType<typeof metaSchema>>;

/** The answer to `GET <index>/_mapping`, by the names of indexes. */
export const mappingSchema = madeOnce(() =>
  z.record(z.string(), z.object({ mappings: z.object({ _meta: z.catch(z.optional(metaSchema()), undefined) }) })),
);
