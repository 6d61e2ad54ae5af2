import * as z from 'zod/mini';
import type { Principal } from '../domain/access.ts';
import type {
  CollectionRule,
  DocumentRecord,
  LiveVersion,
  SourceState,
  StepRecord,
  VersionMark,
} from '../domain/document.ts';
import { type FailureName, failureNamed } from '../domain/failures.ts';
import { madeOnce } from '../domain/made-once.ts';
import type { MeteredCost } from '../domain/metered-cost.ts';
import { redactedTextSchema } from './redacted-text.ts';

// Rows as a ledger reads them back: what another release wrote is refused rather than half understood.

// Made at first need: a call reads one kind of row or two, and some functions read none.

/** One instance of each for all fields: they hold no state, and making them takes longer than reading a row. */
const plain = madeOnce(() => {
  const text = z.string();
  const count = z.int().check(z.nonnegative());
  return {
    text,
    optionalText: z.optional(text),
    count,
    countFromZero: z._default(count, 0),
    access: z.array(text satisfies z.ZodMiniType<Principal>),
    policy: z.enum(['strict', 'identifiers']),
  };
});

export const countSchema = () => plain().count;

export const failureNameSchema = madeOnce(
  () =>
    z
      .pipe(
        z.string(),
        z.transform((name): FailureName => failureNamed(name)),
      )
      .register(z.globalRegistry, { type: 'string' }), // For OpenAPI, which cannot say what a transform gives.
);

export const meteredCostSchema = madeOnce(() => {
  const { text, count } = plain();
  const dollars = z.number().check(z.nonnegative());
  return z.object({
    dollars,
    uses: z.array(
      z.object({
        model: text,
        calls: count,
        inputTokens: count,
        outputTokens: count,
        isBound: z.optional(z.literal(true)),
        dollars,
        basis: z.enum(['list-price', 'embedded', 'unpriced']),
      }),
    ),
  }) satisfies z.ZodMiniType<MeteredCost>;
});

/** Missing from rows of earlier releases. */
const versionMark = madeOnce(() => {
  const { text, optionalText } = plain();
  return { date: optionalText, metadata: z.optional(z.array(text)) };
}) satisfies () => Readonly<Record<keyof VersionMark, z.ZodMiniType>>;

const sourceStateSchema = () => {
  const { text, optionalText, count } = plain();
  return z.object({
    ...versionMark(),
    versionId: text,
    sequencer: optionalText,
    bytes: count,
    modifiedAt: optionalText,
  }) satisfies z.ZodMiniType<SourceState>;
};

const liveVersionSchema = () => {
  const { text, optionalText, count, countFromZero, policy } = plain();
  return z.object({
    ...versionMark(),
    versionId: text,
    attempt: count,
    contentHash: text,
    pipelineVersion: text,
    policy,
    chunking: optionalText,
    title: redactedTextSchema(),
    mediaType: text,
    language: text,
    documentClass: text,
    classConfidence: z.optional(z.number()),
    pages: count,
    paged: z.boolean(),
    chunks: count,
    quarantined: countFromZero, // Rows from before it was counted: then one refused chunk rejected a document.
    suspicious: countFromZero, // Rows from before it was looked at.
    cost: z.optional(meteredCostSchema()),
    publishedAt: text,
  }) satisfies z.ZodMiniType<LiveVersion>;
};

export const documentRecordSchema = madeOnce(() => {
  const { text, optionalText, count, access, policy } = plain();
  return z.object({
    tenantId: text,
    documentId: text,
    collection: text,
    sealedKey: text,
    name: redactedTextSchema(),
    revision: z.int().check(z.positive()),
    status: z.enum(['running', 'published', 'rejected', 'held', 'deleted']),
    source: z.optional(sourceStateSchema()),
    attempt: count,
    leaseExpiresAt: optionalText,
    live: z.optional(liveVersionSchema()),
    access,
    pendingAccess: z.optional(access),
    policy,
    rulePolicy: z.optional(policy),
    chunking: optionalText,
    failure: z.optional(z.object({ name: failureNameSchema(), step: text, at: text })),
    createdAt: text,
    updatedAt: text,
  }) satisfies z.ZodMiniType<DocumentRecord>;
});

export const stepRecordSchema = madeOnce(() => {
  const { text, count } = plain();
  return z.object({
    tenantId: text,
    documentId: text,
    versionId: text,
    attempt: count,
    step: text,
    startedAt: text,
    endedAt: text,
    runs: count,
    outcome: z.union([z.literal('succeeded'), failureNameSchema()]),
  }) satisfies z.ZodMiniType<StepRecord>;
});

export const collectionRuleSchema = madeOnce(() => {
  const { text, access, policy } = plain();
  return z.object({ tenantId: text, collection: text, access, policy }) satisfies z.ZodMiniType<CollectionRule>;
});
