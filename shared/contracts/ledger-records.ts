import * as z from 'zod';
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
import type { MeteredCost } from '../domain/metered-cost.ts';
import { RedactedTextSchema } from './redacted-text.ts';

// Rows as a ledger reads them back: what another release wrote is refused rather than half understood.

export const FailureNameSchema = z
  .string()
  .transform((name): FailureName => failureNamed(name))
  .meta({ type: 'string' }); // For OpenAPI, which cannot say what a transform gives.
const PolicySchema = z.enum(['strict', 'identifiers']);
const AccessSchema = z.array(z.string() satisfies z.ZodType<Principal>);
export const CountSchema = z.int().nonnegative();

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
