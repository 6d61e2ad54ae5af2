import * as z from 'zod';
import type { DocumentType } from '../domain/document-type.ts';
import type { Recognition } from '../domain/recognition.ts';
import { ModelUseSchema } from './artifacts.ts';
import { AttemptSchema } from './attempt.ts';

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

export const DocumentTypeSchema = z.enum([
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
]) satisfies z.ZodType<DocumentType>;

/** One batch of a step that runs in a Map. */
const BatchSchema = AttemptSchema.extend({ batch: z.int().nonnegative() });
/** One of chunks, with what the document is filtered by; absent in executions that an earlier release began. */
const IndexBatchSchema = BatchSchema.extend({
  documentClass: z.string().optional(),
  language: z.string().optional(),
});
/** What a Map runs over: batch numbers from 0. */
const BatchesSchema = z.array(z.int().nonnegative());

const IdentifiedSchema = AttemptSchema.extend({
  /** `unchanged`: the live version has the same bytes, so that publish only adopts them. */
  outcome: z.enum(['new', 'unchanged']),
  contentHash: z.string(),
  mediaType: z.string(),
});
const ExtractedSchema = IdentifiedSchema.extend({ pages: z.int(), language: z.string(), batches: BatchesSchema });
/** A scan whose text somebody is recognizing: the state machine waits, and then asks `recognise` for it. */
const RecognisingSchema = IdentifiedSchema.extend({
  recognition: z.object({
    job: z.string(),
    looks: z.int().nonnegative(),
    waitSeconds: z.int().nonnegative(),
  }) satisfies z.ZodType<Recognition>,
});
const ReadSchema = z.union([ExtractedSchema, RecognisingSchema]);
const ClassifiedSchema = ExtractedSchema.extend({
  documentClass: z.string(),
  /** How likely the likeliest class is, 0 to 1; missing from executions that an earlier release began. */
  classConfidence: z.number().optional(),
  /** Tokens that telling the class took of the embedding model; missing from runs of an earlier release. */
  classifiedTokens: z.int().nonnegative().optional(),
  /** What asking a model for the class took, where one was asked. */
  classModelUse: ModelUseSchema.optional(),
});
const ChunkedSchema = ClassifiedSchema.extend({
  chunks: z.int(),
  /** How many of them look like orders to a model; absent in executions that began before that was looked at. */
  suspicious: z.int().default(0),
  chunking: z.string(),
});

/** What goes into each step and what comes out. The state machine passes outputs on; Map results are discarded. */
export const identifyStep = { name: 'identify', input: AttemptSchema, output: IdentifiedSchema } as const;
export const extractStep = { name: 'extract', input: IdentifiedSchema, output: ReadSchema } as const;
/** After `extract` for scans alone, again and again until there is text. */
export const recogniseStep = { name: 'recognise', input: RecognisingSchema, output: ReadSchema } as const;
export const redactStep = { name: 'redact', input: BatchSchema, output: BatchSchema } as const;
export const classifyStep = { name: 'classify', input: ExtractedSchema, output: ClassifiedSchema } as const;
/** `batches` of the output count batches of chunks; those of the input, batches of pages. */
export const chunkStep = { name: 'chunk', input: ClassifiedSchema, output: ChunkedSchema } as const;
export const embedStep = { name: 'embed', input: IndexBatchSchema, output: IndexBatchSchema } as const;
export const indexChunksStep = {
  name: 'index-chunks',
  input: IndexBatchSchema,
  output: IndexBatchSchema,
} as const;
/** After `identify` alone when the bytes are unchanged, else after everything. It gives the execution's slot back. */
export const publishStep = {
  name: 'publish',
  endsExecution: true,
  input: z.union([ChunkedSchema, IdentifiedSchema.extend({ outcome: z.literal('unchanged') })]),
  output: AttemptSchema,
} as const;
/** `failure` is what Step Functions' Catch hands on; on AWS `Cause` is JSON with `errorMessage`. It gives the slot back. */
export const rejectStep = {
  name: 'reject',
  endsExecution: true,
  input: AttemptSchema.extend({ failure: z.object({ Error: z.string(), Cause: z.string().optional() }) }),
  output: AttemptSchema.extend({ failure: z.object({ Error: z.string(), Cause: z.string().optional() }) }),
} as const;

export type BatchInput = z.output<typeof BatchSchema>;
export type IndexBatchInput = z.output<typeof IndexBatchSchema>;
export type Identified = z.output<typeof IdentifiedSchema>;
export type Extracted = z.output<typeof ExtractedSchema>;
export type Recognising = z.output<typeof RecognisingSchema>;
export type Classified = z.output<typeof ClassifiedSchema>;
export type Chunked = z.output<typeof ChunkedSchema>;
export type PublishInput = z.output<typeof publishStep.input>;
export type RejectInput = z.output<typeof rejectStep.input>;
