import * as z from 'zod/mini';
import type { ClaimFault } from '../domain/answer.ts';
import type { FactCondition } from '../domain/fact-conditions.ts';
import { madeOnce } from '../domain/made-once.ts';
import { QUERY_CLASSES } from '../domain/query-class.ts';
import type { CandidateTrace, Receipt, SearchedBy, UnderstandingTrace } from '../domain/receipt.ts';
import { countSchema, failureNameSchema, meteredCostSchema } from './ledger-records.ts';

const candidateTraceSchema = () =>
  z.object({
    chunkId: z.string(),
    documentId: z.string(),
    lexicalRank: z.optional(countSchema()),
    vectorRank: z.optional(countSchema()),
    lexicalShare: z.optional(z.number()),
    vectorShare: z.optional(z.number()),
    similarity: z.optional(z.number()),
    score: z.number(),
    isOfOtherPeriod: z.optional(z.boolean()),
    branches: z.optional(z.array(countSchema())),
    rerankRank: z.optional(countSchema()),
    rerankScore: z.optional(z.number()),
    rerankFeatures: z.optional(z.record(z.string(), z.number())),
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
    duplicateOf: z.optional(z.string()),
  }) satisfies z.ZodMiniType<CandidateTrace>;

const factConditionSchema = () =>
  z.object({
    field: z.string(),
    keys: z.array(z.string()),
    spans: z.array(z.object({ from: z.string(), below: z.string() })),
  }) satisfies z.ZodMiniType<FactCondition>;

const searchedBySchema = () =>
  z.object({
    collections: z.optional(z.array(z.string())),
    conditions: z.array(factConditionSchema()),
  }) satisfies z.ZodMiniType<SearchedBy>;

const understandingTraceSchema = () =>
  z.object({
    by: z.string(),
    degraded: z.boolean(),
    turns: countSchema(),
    branches: z.array(
      z.object({ kind: z.enum(['original', 'follow-up', 'part']), terms: countSchema(), passages: countSchema() }),
    ),
  }) satisfies z.ZodMiniType<UnderstandingTrace>;

/** Every fault: one that lacks here does not compile, or the receipts that name it could not be read. */
const claimFaultSchema = madeOnce(() =>
  z.enum({
    'chunk-not-retrieved': 'chunk-not-retrieved',
    'quote-not-found': 'quote-not-found',
    'quote-too-short': 'quote-too-short',
    'number-not-in-quote': 'number-not-in-quote',
    'name-not-in-quote': 'name-not-in-quote',
    'negation-differs': 'negation-differs',
    'link-not-in-quote': 'link-not-in-quote',
    'other-source': 'other-source',
    'source-gives-orders': 'source-gives-orders',
  } satisfies { readonly [Fault in ClaimFault]: Fault }),
);

const claimVerdictsSchema = () =>
  z.object({
    proposed: countSchema(),
    kept: countSchema(),
    dropped: z.array(claimFaultSchema()),
    verdicts: z.optional(
      z.array(z.object({ chunkId: z.string(), verdict: z.union([z.enum(['kept', 'withheld']), claimFaultSchema()]) })),
    ),
  });

export const receiptSchema = madeOnce(
  () =>
    z.object({
      tenantId: z.string(),
      answerId: z.string(),
      user: z.string(),
      at: z.string(),
      pipelineVersion: z.string(),
      indexFingerprint: z.string(),
      /** Missing from receipts of earlier releases. */
      indexGenerations: z.optional(z.array(z.int())),
      principals: z.array(z.string()),
      filters: z.optional(searchedBySchema()),
      question: z.optional(z.object({ language: z.string(), byWords: z.boolean(), asked: z.enum(QUERY_CLASSES) })),
      understanding: z.optional(understandingTraceSchema()),
      candidates: z.array(candidateTraceSchema()),
      rerank: z.optional(
        z.object({
          model: z.string(),
          passages: countSchema(),
          reranked: z.boolean(),
          reason: z.optional(failureNameSchema()),
        }),
      ),
      evidence: z.object({ score: z.number(), threshold: z.number(), answerability: z.optional(z.number()) }),
      outcome: z.enum(['answered', 'no-evidence', 'unsafe', 'not-permitted']),
      answerer: z.string(),
      degraded: z.boolean(),
      cached: z.optional(z.boolean()),
      claims: claimVerdictsSchema(),
      support: z.optional(
        z.object({ by: z.string(), scores: z.optional(z.array(z.number())), reason: z.optional(failureNameSchema()) }),
      ),
      tokens: z.object({ input: countSchema(), output: countSchema() }),
      cost: z.optional(meteredCostSchema()),
      timings: z.record(z.string(), z.number()),
    }) satisfies z.ZodMiniType<Receipt>,
);
