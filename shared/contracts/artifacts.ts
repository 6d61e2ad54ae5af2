import * as z from 'zod';
import type { Chunk, RefusedChunk } from '../domain/chunk.ts';
import type { Block, RawPage, RedactedPage } from '../domain/extraction.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RawText } from '../domain/text.ts';
import { RedactedTextSchema } from './redacted-text.ts';

/** As the brand of redacted text: only extraction writes raw artifacts. */
const RawTextSchema = z.custom<RawText>((value) => typeof value === 'string');

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
