import * as z from 'zod';
import type { Principal } from '../domain/access.ts';
import type { ClaimFault } from '../domain/answer.ts';
import type {
  CollectionRule,
  DocumentRecord,
  LiveVersion,
  SourceState,
  StepRecord,
  VersionMark,
} from '../domain/document.ts';
import type { FactCondition } from '../domain/fact-conditions.ts';
import { type FailureName, failureNamed } from '../domain/failures.ts';
import type { MeteredCost } from '../domain/metered-cost.ts';
import { QUERY_CLASSES } from '../domain/query-class.ts';
import type { CandidateTrace, Receipt, SearchedBy, UnderstandingTrace } from '../domain/receipt.ts';
import type { RedactedText } from '../domain/text.ts';

// Rows as a ledger reads them back: what another release wrote is refused rather than half understood.

/** A brand that storage dropped is given back on trust: only redacted text is ever written to a ledger. */
const RedactedTextSchema = z.custom<RedactedText>((value) => typeof value === 'string');
const FailureNameSchema = z
  .string()
  .transform((name): FailureName => failureNamed(name))
  .meta({ type: 'string' }); // For OpenAPI, which cannot say what a transform gives.
const PolicySchema = z.enum(['strict', 'identifiers']);
const AccessSchema = z.array(z.string() satisfies z.ZodType<Principal>);
const CountSchema = z.int().nonnegative();

export const MeteredCostSchema = z.object({
  dollars: z.number().nonnegative(),
  uses: z.array(
    z.object({
      model: z.string(),
      calls: CountSchema,
      inputTokens: CountSchema,
      outputTokens: CountSchema,
      dollars: z.number().nonnegative(),
      basis: z.enum(['list-price', 'embedded', 'unpriced']),
    }),
  ),
}) satisfies z.ZodType<MeteredCost>;

/** Missing from rows of earlier releases. */
const VersionMarkSchema = z.object({
  date: z.string().optional(),
  metadata: z.array(z.string()).optional(),
}) satisfies z.ZodType<VersionMark>;

const SourceStateSchema = VersionMarkSchema.extend({
  versionId: z.string(),
  sequencer: z.string().optional(),
  bytes: CountSchema,
  modifiedAt: z.string().optional(),
}) satisfies z.ZodType<SourceState>;

const LiveVersionSchema = VersionMarkSchema.extend({
  versionId: z.string(),
  attempt: CountSchema,
  contentHash: z.string(),
  pipelineVersion: z.string(),
  policy: PolicySchema,
  chunking: z.string().optional(),
  title: RedactedTextSchema,
  mediaType: z.string(),
  language: z.string(),
  documentClass: z.string(),
  classConfidence: z.number().optional(),
  pages: CountSchema,
  paged: z.boolean(),
  chunks: CountSchema,
  quarantined: CountSchema.default(0), // Rows from before it was counted: then one refused chunk rejected a document.
  suspicious: CountSchema.default(0), // Rows from before it was looked at.
  cost: MeteredCostSchema.optional(),
  publishedAt: z.string(),
}) satisfies z.ZodType<LiveVersion>;

export const DocumentRecordSchema = z.object({
  tenantId: z.string(),
  documentId: z.string(),
  collection: z.string(),
  sealedKey: z.string(),
  name: RedactedTextSchema,
  revision: z.int().positive(),
  status: z.enum(['running', 'published', 'rejected', 'held', 'deleted']),
  source: SourceStateSchema.optional(),
  attempt: CountSchema,
  leaseExpiresAt: z.string().optional(),
  live: LiveVersionSchema.optional(),
  access: AccessSchema,
  pendingAccess: AccessSchema.optional(),
  policy: PolicySchema,
  rulePolicy: PolicySchema.optional(),
  chunking: z.string().optional(),
  failure: z.object({ name: FailureNameSchema, step: z.string(), at: z.string() }).optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
}) satisfies z.ZodType<DocumentRecord>;

export const StepRecordSchema = z.object({
  tenantId: z.string(),
  documentId: z.string(),
  versionId: z.string(),
  attempt: CountSchema,
  step: z.string(),
  startedAt: z.string(),
  endedAt: z.string(),
  runs: CountSchema,
  outcome: z.union([z.literal('succeeded'), FailureNameSchema]),
}) satisfies z.ZodType<StepRecord>;

export const CollectionRuleSchema = z.object({
  tenantId: z.string(),
  collection: z.string(),
  access: AccessSchema,
  policy: PolicySchema,
}) satisfies z.ZodType<CollectionRule>;

const CandidateTraceSchema = z.object({
  chunkId: z.string(),
  documentId: z.string(),
  lexicalRank: CountSchema.optional(),
  vectorRank: CountSchema.optional(),
  lexicalShare: z.number().optional(),
  vectorShare: z.number().optional(),
  similarity: z.number().optional(),
  score: z.number(),
  isOfOtherPeriod: z.boolean().optional(),
  branches: z.array(CountSchema).optional(),
  rerankRank: CountSchema.optional(),
  rerankScore: z.number().optional(),
  rerankFeatures: z.record(z.string(), z.number()).optional(),
  fate: z.enum([
    'not-live',
    'not-permitted',
    'filtered',
    'same-passage',
    'source-cap',
    'near-duplicate',
    'below-cut',
    'shown',
  ]),
  duplicateOf: z.string().optional(),
}) satisfies z.ZodType<CandidateTrace>;

const FactConditionSchema = z.object({
  field: z.string(),
  keys: z.array(z.string()),
  spans: z.array(z.object({ from: z.string(), below: z.string() })),
}) satisfies z.ZodType<FactCondition>;

const SearchedBySchema = z.object({
  collections: z.array(z.string()).optional(),
  conditions: z.array(FactConditionSchema),
}) satisfies z.ZodType<SearchedBy>;

const UnderstandingTraceSchema = z.object({
  by: z.string(),
  degraded: z.boolean(),
  turns: CountSchema,
  branches: z.array(
    z.object({ kind: z.enum(['original', 'follow-up', 'part']), terms: CountSchema, passages: CountSchema }),
  ),
}) satisfies z.ZodType<UnderstandingTrace>;

/** Every fault: one that lacks here does not compile, or the receipts that name it could not be read. */
const ClaimFaultSchema = z.enum({
  'chunk-not-retrieved': 'chunk-not-retrieved',
  'quote-not-found': 'quote-not-found',
  'quote-too-short': 'quote-too-short',
  'number-not-in-quote': 'number-not-in-quote',
  'name-not-in-quote': 'name-not-in-quote',
  'negation-differs': 'negation-differs',
  'link-not-in-quote': 'link-not-in-quote',
  'other-source': 'other-source',
  'source-gives-orders': 'source-gives-orders',
} satisfies { readonly [Fault in ClaimFault]: Fault });

export const ReceiptSchema = z.object({
  tenantId: z.string(),
  answerId: z.string(),
  user: z.string(),
  at: z.string(),
  pipelineVersion: z.string(),
  indexFingerprint: z.string(),
  /** Missing from receipts of earlier releases. */
  indexGenerations: z.array(z.int()).optional(),
  principals: z.array(z.string()),
  filters: SearchedBySchema.optional(),
  question: z.object({ language: z.string(), byWords: z.boolean(), asked: z.enum(QUERY_CLASSES) }).optional(),
  understanding: UnderstandingTraceSchema.optional(),
  candidates: z.array(CandidateTraceSchema),
  rerank: z
    .object({
      model: z.string(),
      passages: CountSchema,
      reranked: z.boolean(),
      reason: FailureNameSchema.optional(),
    })
    .optional(),
  evidence: z.object({ score: z.number(), threshold: z.number(), answerability: z.number().optional() }),
  outcome: z.enum(['answered', 'no-evidence', 'unsafe', 'not-permitted']),
  answerer: z.string(),
  degraded: z.boolean(),
  cached: z.boolean().optional(),
  claims: z.object({
    proposed: CountSchema,
    kept: CountSchema,
    dropped: z.array(ClaimFaultSchema),
    verdicts: z
      .array(z.object({ chunkId: z.string(), verdict: z.union([z.literal('kept'), ClaimFaultSchema]) }))
      .optional(),
  }),
  tokens: z.object({ input: CountSchema, output: CountSchema }),
  cost: MeteredCostSchema.optional(),
  timings: z.record(z.string(), z.number()),
}) satisfies z.ZodType<Receipt>;
