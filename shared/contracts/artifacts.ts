import * as z from 'zod/mini';
import type { Chunk, RefusedChunk } from '../domain/chunk.ts';
import type { Block, RawPage, RedactedPage } from '../domain/extraction.ts';
import type { ModelUse } from '../domain/metered-cost.ts';
import type { RawText } from '../domain/text.ts';
import { fingerprintSchema } from './fingerprint.ts';
import { ifRead } from './if-read.ts';
import { redactedTextSchema } from './redacted-text.ts';

/** As the brand of redacted text: only extraction writes raw artifacts. */
const RawTextSchema = /* @__PURE__ */ ifRead(() => z.custom<RawText>((value) => typeof value === 'string'));

const CountSchema = /* @__PURE__ */ ifRead(() => z.int().check(z.nonnegative()));
const BoxSchema = /* @__PURE__ */ ifRead(() =>
  z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
);

const BlockSchema = /* @__PURE__ */ ifRead(
  () =>
    z.object({
      kind: z.enum(['heading', 'paragraph', 'list-item', 'table-row', 'code']),
      start: CountSchema,
      end: CountSchema,
      level: z.optional(z.int()),
      table: z.optional(z.int()),
      header: z.optional(z.boolean()),
      box: z.optional(BoxSchema),
    }) satisfies z.ZodMiniType<Block>,
);

const pageSchema = <Text extends z.ZodMiniType>(text: Text) =>
  z.object({ number: z.int().check(z.positive()), text, blocks: z.readonly(z.array(BlockSchema)) });

const RawPageSchema = /* @__PURE__ */ ifRead(() => pageSchema(RawTextSchema) satisfies z.ZodMiniType<RawPage>);
export const RedactedPageSchema = /* @__PURE__ */ ifRead(
  () => pageSchema(redactedTextSchema()) satisfies z.ZodMiniType<RedactedPage>,
);

/** Some pages as extracted, with a little of the text around them, so that a value across a page break is seen. */
export const RawBatchSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    pages: z.readonly(z.array(RawPageSchema)),
    /** End of the page before the batch, and start of the page after it; empty at the document's ends. */
    before: RawTextSchema,
    after: RawTextSchema,
    /** The document's title and its file's name; empty on all batches but the first. */
    title: RawTextSchema,
    name: RawTextSchema,
    paged: z.boolean(),
    language: z.string(),
  }),
);
export type RawBatch = z.output<typeof RawBatchSchema>;

/** What calls of a model took. */
export const ModelUseSchema = /* @__PURE__ */ ifRead(
  () =>
    z.object({
      model: z.string(),
      calls: CountSchema,
      inputTokens: CountSchema,
      outputTokens: CountSchema,
      isBound: z.optional(z.literal(true)),
    }) satisfies z.ZodMiniType<ModelUse>,
);

/** The same pages after redaction. Kept while the version lives: citations are resolved against it. */
export const RedactedBatchSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    pages: z.readonly(z.array(RedactedPageSchema)),
    title: redactedTextSchema(),
    name: redactedTextSchema(),
    paged: z.boolean(),
    language: z.string(),
    /** How many entities of each kind were replaced. */
    counts: z.record(z.string(), z.int()),
    /** What finding them took of services that are paid; absent where none was asked. */
    uses: z.optional(z.readonly(z.array(ModelUseSchema))),
  }),
);
export type RedactedBatch = z.output<typeof RedactedBatchSchema>;

export const ChunkSchema = /* @__PURE__ */ ifRead(
  () =>
    z.object({
      position: CountSchema,
      page: z.int().check(z.positive()),
      start: CountSchema,
      end: CountSchema,
      text: redactedTextSchema(),
      focus: z.optional(z.object({ start: CountSchema, end: CountSchema })),
      context: redactedTextSchema(),
      language: z.optional(z.string()),
      suspicion: z.optional(z.number()),
    }) satisfies z.ZodMiniType<Chunk>,
);

export const ChunkBatchSchema = /* @__PURE__ */ ifRead(() => z.array(ChunkSchema));
const VectorsSchema = /* @__PURE__ */ ifRead(() => z.array(z.array(z.number())));

/** One vector a chunk of the batch, in its order, and whose they are: an earlier release did not say. */
export const VectorBatchSchema = /* @__PURE__ */ ifRead(() =>
  z.union([
    z.object({ embedder: fingerprintSchema(), vectors: VectorsSchema }),
    z.pipe(
      VectorsSchema,
      z.transform((vectors: number[][]) => ({ embedder: undefined, vectors })),
    ),
  ]),
);

/** The chunks of a batch that the index refused for good: empty where it took all. */
export const QuarantineSchema = /* @__PURE__ */ ifRead(() =>
  z.array(z.object({ chunkId: z.string(), status: z.int(), reason: z.string() }) satisfies z.ZodMiniType<RefusedChunk>),
);

/** What embedding a batch took of its model. Missing from runs of an earlier release. */
export const EmbeddingUseSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(ModelUseSchema, { outputTokens: z.literal(0) }),
);
