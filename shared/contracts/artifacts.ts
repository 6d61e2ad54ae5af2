import * as z from 'zod';
import type { Chunk, RefusedChunk } from '../domain/chunk.ts';
import type { Block, RawPage, RedactedPage } from '../domain/extraction.ts';
import { type Attempt, shortHash } from '../domain/identity.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RawText, RedactedText } from '../domain/text.ts';

// JSON drops brands. They are given back on trust: only extraction writes raw artifacts, only redaction redacted ones.
const RawTextSchema = z.custom<RawText>((value) => typeof value === 'string');
const RedactedTextSchema = z.custom<RedactedText>((value) => typeof value === 'string');

const BoxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

const BlockSchema = z.object({
  kind: z.enum(['heading', 'paragraph', 'list-item', 'table-row', 'code']),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  level: z.int().optional(),
  table: z.int().optional(),
  header: z.boolean().optional(),
  box: BoxSchema.optional(),
}) satisfies z.ZodType<Block>;

const pageSchema = <Text extends z.ZodType>(text: Text) =>
  z.object({ number: z.int().positive(), text, blocks: z.array(BlockSchema).readonly() });

const RawPageSchema = pageSchema(RawTextSchema) satisfies z.ZodType<RawPage>;
export const RedactedPageSchema = pageSchema(RedactedTextSchema) satisfies z.ZodType<RedactedPage>;

/** Some pages as extracted, with a little of the text around them, so that a value across a page break is seen. */
export const RawBatchSchema = z.object({
  pages: z.array(RawPageSchema).readonly(),
  /** End of the page before the batch, and start of the page after it; empty at the document's ends. */
  before: RawTextSchema,
  after: RawTextSchema,
  /** The document's title and its file's name; empty on all batches but the first. */
  title: RawTextSchema,
  name: RawTextSchema,
  paged: z.boolean(),
  language: z.string(),
});
export type RawBatch = z.output<typeof RawBatchSchema>;

/** The same pages after redaction. Kept while the version lives: citations are resolved against it. */
export const RedactedBatchSchema = z.object({
  pages: z.array(RedactedPageSchema).readonly(),
  title: RedactedTextSchema,
  name: RedactedTextSchema,
  paged: z.boolean(),
  language: z.string(),
  /** How many entities of each kind were replaced. */
  counts: z.record(z.string(), z.int()),
});
export type RedactedBatch = z.output<typeof RedactedBatchSchema>;

export const ChunkSchema = z.object({
  position: z.int().nonnegative(),
  page: z.int().positive(),
  start: z.int().nonnegative(),
  end: z.int().nonnegative(),
  text: RedactedTextSchema,
  focus: z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() }).optional(),
  context: RedactedTextSchema,
  language: z.string().optional(),
  suspicion: z.number().optional(),
}) satisfies z.ZodType<Chunk>;

export const ChunkBatchSchema = z.array(ChunkSchema);
/** One vector a chunk of the batch, in its order. */
export const VectorBatchSchema = z.array(z.array(z.number()));

/** The chunks of a batch that the index refused for good: empty where it took all. */
export const QuarantineSchema = z.array(
  z.object({ chunkId: z.string(), status: z.int(), reason: z.string() }) satisfies z.ZodType<RefusedChunk>,
);

/** What calls of a model took. */
export const ModelUseSchema = z.object({
  model: z.string(),
  calls: z.int().nonnegative(),
  inputTokens: z.int().nonnegative(),
  outputTokens: z.int().nonnegative(),
}) satisfies z.ZodType<ModelUse>;

/** What embedding a batch took of its model. Missing from runs of an earlier release. */
export const EmbeddingUseSchema = ModelUseSchema.extend({ outputTokens: z.literal(0) });

/** Pages in one batch of redaction, at most. 3,000 pages make 150 batches, well within one state's payload. */
export const PAGES_PER_BATCH = 20;

/**
 * Chunks in one batch of embedding, at most. An execution shall keep to 5,000 history events, a fifth of what Step
 * Functions allows, and an iteration of embedding and indexing has 12 (its start and end, and 5 of each task), one of
 * redaction 7. 100,000 chunks of 200 tokens are some 6,000 sections: 300 batches, 2,100 events; and of embedding 196
 * batches, 2,352 events; with 62 for the other states 4,514. Batches of 256 would make it 6,900.
 */
export const CHUNKS_PER_BATCH = 512;

/** Where an attempt's artifacts are. Prefixes end in `/`. */
export function artifactKeys({ tenantId, documentId, versionId, attempt }: Attempt) {
  const document = `${tenantId}/${documentId}/`;
  const run = `${document}${shortHash([versionId], 12)}-${attempt}/`;
  const numbered = (batch: number) => `${String(batch).padStart(5, '0')}.json`;
  return {
    /** Text before redaction: removed at publish and at reject. */
    rawPrefix: `raw/${run}`,
    rawBatch: (batch: number) => `raw/${run}${numbered(batch)}`,
    /** Chunks and vectors: removed at publish and at reject. */
    workPrefix: `work/${run}`,
    chunkBatch: (batch: number) => `work/${run}chunks-${numbered(batch)}`,
    vectorBatch: (batch: number) => `work/${run}vectors-${numbered(batch)}`,
    /** What embedding the batch took, read at publish. */
    embeddingUse: (batch: number) => `work/${run}use-${numbered(batch)}`,
    /** Redacted pages and quarantine: kept while the version lives. */
    pagesPrefix: `pages/${run}`,
    redactedBatch: (batch: number) => `pages/${run}${numbered(batch)}`,
    /** Which chunks of a batch the index refused, and why: kept beside the pages that hold their text. */
    quarantine: (batch: number) => `pages/${run}quarantine-${numbered(batch)}`,
    /** Redacted pages of every version and attempt of the document. */
    documentPagesPrefix: `pages/${document}`,
  };
}

/** Number of the attempt whose folder it is. */
export function attemptOfFolder(folder: string): number {
  return Number(/-(\d+)\/$/.exec(folder)?.[1]);
}
