import * as z from 'zod/mini';
import type { DocumentType } from '../domain/document-type.ts';
import type { Recognition } from '../domain/recognition.ts';
import { ModelUseSchema } from './artifacts.ts';
import { attemptSchema } from './attempt.ts';
import { ifRead } from './if-read.ts';

/** The ingest steps in the order they run; `reject` is where every failure ends. Each has a folder in functions/. */
export const INGEST_STEPS = [
  'identify',
  'extract',
  'recognise',
  'redact',
  'classify',
  'chunk',
  'embed',
  'index-chunks',
  'publish',
  'reject',
] as const;

export type IngestStep = (typeof INGEST_STEPS)[number];

/** The other folders in functions/: what starts an ingest, keeps it going, watches it, answers a caller or serves a deployment. */
export const SERVICE_FUNCTIONS = [
  'route',
  'admit',
  'dispatch',
  'reconcile',
  'canary',
  'redrive',
  'authorizer',
  'query',
  'documents',
  'prepare-index',
] as const;

/** Key of a function's name in its resource's metadata in the template: what is deployed writes it, a local run reads it. */
export const FUNCTION_METADATA = 'affidavit:function';

export type ServiceFunction = (typeof SERVICE_FUNCTIONS)[number];
export type FunctionName = IngestStep | ServiceFunction;

export const DocumentTypeSchema = /* @__PURE__ */ ifRead(
  () =>
    z.enum([
      'text/plain',
      'text/markdown',
      'text/html',
      'text/csv',
      'application/json',
      'message/rfc822',
      'application/pdf',
      'image/png',
      'image/jpeg',
      'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    ]) satisfies z.ZodMiniType<DocumentType>,
);

const CountSchema = /* @__PURE__ */ ifRead(() => z.int().check(z.nonnegative()));

/** One batch of a step that runs in a Map. */
const BatchSchema = /* @__PURE__ */ ifRead(() => z.extend(attemptSchema(), { batch: CountSchema }));
/** One of chunks, with what the document is filtered by; absent in executions that an earlier release began. */
const IndexBatchSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(BatchSchema, {
    documentClass: z.optional(z.string()),
    language: z.optional(z.string()),
  }),
);
/** What a Map runs over: batch numbers from 0. */
const BatchesSchema = /* @__PURE__ */ ifRead(() => z.array(CountSchema));

const IdentifiedSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(attemptSchema(), {
    /** `unchanged`: the live version has the same bytes, so that publish only adopts them. */
    outcome: z.enum(['new', 'unchanged']),
    contentHash: z.string(),
    mediaType: z.string(),
  }),
);
const ExtractedSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(IdentifiedSchema, { pages: z.int(), language: z.string(), batches: BatchesSchema }),
);
/** A scan whose text somebody is recognizing: the state machine waits, and then asks `recognise` for it. */
const RecognisingSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(IdentifiedSchema, {
    recognition: z.object({
      job: z.string(),
      looks: CountSchema,
      waitSeconds: CountSchema,
    }) satisfies z.ZodMiniType<Recognition>,
  }),
);
const ReadSchema = /* @__PURE__ */ ifRead(() => z.union([ExtractedSchema, RecognisingSchema]));
const ClassifiedSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(ExtractedSchema, {
    documentClass: z.string(),
    /** How likely the likeliest class is, 0 to 1; missing from executions that an earlier release began. */
    classConfidence: z.optional(z.number()),
    /** Tokens that telling the class took of the embedding model; missing from runs of an earlier release. */
    classifiedTokens: z.optional(CountSchema),
    /** What asking a model for the class took, where one was asked. */
    classModelUse: z.optional(ModelUseSchema),
  }),
);
const ChunkedSchema = /* @__PURE__ */ ifRead(() =>
  z.extend(ClassifiedSchema, {
    chunks: z.int(),
    /** What finding personal data took of services that are paid; absent where none was asked. */
    detectionUses: z.optional(z.readonly(z.array(ModelUseSchema))),
    /** How many of them look like orders to a model; absent in executions that began before that was looked at. */
    suspicious: z._default(z.int(), 0),
    chunking: z.string(),
  }),
);

/** What goes into each step and what comes out. The state machine passes outputs on; Map results are discarded. */
export const identifyStep = /* @__PURE__ */ ifRead(
  () => ({ name: 'identify', input: attemptSchema(), output: IdentifiedSchema }) as const,
);
export const extractStep = /* @__PURE__ */ ifRead(
  () => ({ name: 'extract', input: IdentifiedSchema, output: ReadSchema }) as const,
);
/** After `extract` for scans alone, again and again until there is text. */
export const recogniseStep = /* @__PURE__ */ ifRead(
  () => ({ name: 'recognise', input: RecognisingSchema, output: ReadSchema }) as const,
);
export const redactStep = /* @__PURE__ */ ifRead(
  () => ({ name: 'redact', input: BatchSchema, output: BatchSchema }) as const,
);
export const classifyStep = /* @__PURE__ */ ifRead(
  () => ({ name: 'classify', input: ExtractedSchema, output: ClassifiedSchema }) as const,
);
/** `batches` of the output count batches of chunks; those of the input, batches of pages. */
export const chunkStep = /* @__PURE__ */ ifRead(
  () => ({ name: 'chunk', input: ClassifiedSchema, output: ChunkedSchema }) as const,
);
export const embedStep = /* @__PURE__ */ ifRead(
  () => ({ name: 'embed', input: IndexBatchSchema, output: IndexBatchSchema }) as const,
);
export const indexChunksStep = /* @__PURE__ */ ifRead(
  () =>
    ({
      name: 'index-chunks',
      input: IndexBatchSchema,
      output: IndexBatchSchema,
    }) as const,
);
/** After `identify` alone when the bytes are unchanged, else after everything. It gives the execution's slot back. */
export const publishStep = /* @__PURE__ */ ifRead(
  () =>
    ({
      name: 'publish',
      endsExecution: true,
      input: z.union([ChunkedSchema, z.extend(IdentifiedSchema, { outcome: z.literal('unchanged') })]),
      output: attemptSchema(),
    }) as const,
);
/** `failure` is what Step Functions' Catch hands on; on AWS `Cause` is JSON with `errorMessage`. It gives the slot back. */
export const rejectStep = /* @__PURE__ */ ifRead(
  () =>
    ({
      name: 'reject',
      endsExecution: true,
      input: z.extend(attemptSchema(), { failure: z.object({ Error: z.string(), Cause: z.optional(z.string()) }) }),
      output: z.extend(attemptSchema(), { failure: z.object({ Error: z.string(), Cause: z.optional(z.string()) }) }),
    }) as const,
);

export type BatchInput = z.output<typeof BatchSchema>;
export type IndexBatchInput = z.output<typeof IndexBatchSchema>;
export type Identified = z.output<typeof IdentifiedSchema>;
export type Extracted = z.output<typeof ExtractedSchema>;
export type Recognising = z.output<typeof RecognisingSchema>;
export type Classified = z.output<typeof ClassifiedSchema>;
export type Chunked = z.output<typeof ChunkedSchema>;
export type PublishInput = z.output<typeof publishStep.input>;
export type RejectInput = z.output<typeof rejectStep.input>;
