import * as z from 'zod';
import type { ClaimFault } from '../domain/answer.ts';
import type { FactCondition } from '../domain/fact-conditions.ts';
import { QUERY_CLASSES } from '../domain/query-class.ts';
import type { CandidateTrace, Receipt, SearchedBy, UnderstandingTrace } from '../domain/receipt.ts';
import { CountSchema, FailureNameSchema, MeteredCostSchema } from './ledger-records.ts';

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
