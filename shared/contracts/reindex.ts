import * as z from 'zod/mini';

const RecallSchema = z.object({ lexical: z.number(), vector: z.number() });

/** What there is of the index: by `affidavit reindex --status`, and by the function of a deployment. */
const IndexStatusSchema = z.object({
  generations: z.array(
    z.object({
      number: z.int(),
      state: z.enum(['serving', 'building', 'kept']),
      version: z.int(),
      /** Of the embedder. */
      model: z.string(),
      chunks: z.int(),
    }),
  ),
  /** Why it should be built anew; empty when it need not. */
  reasons: z.array(z.enum(['embedder', 'version'])),
});
export type IndexStatus = z.output<typeof IndexStatusSchema>;

/** How a reindex went. Counts and shares; no text. */
const ReindexReportSchema = z.object({
  /** `unfinished`: the time was up; the next call goes on. */
  outcome: z.enum(['serving', 'unfinished']),
  /** Numbers of the generations. */
  from: z.int(),
  to: z.int(),
  /** Documents copied by this call. */
  documents: z.int(),
  /** Chunks of each generation; at the end those of the new one are at least as many. */
  chunks: z.object({ before: z.int(), after: z.int() }),
  /** Documents that were found short or long after the copy, and copied again. */
  repaired: z.int(),
  /** Passages that were searched for by their own text, and the share that each generation finds, by side. */
  canaries: z.optional(z.object({ sampled: z.int(), before: RecallSchema, after: RecallSchema })),
});
export type ReindexReport = z.output<typeof ReindexReportSchema>;

/** Documents a minute that a reindex copies when nothing else is said: ten a second leave a small machine to its users. */
export const REINDEX_DOCUMENTS_PER_MINUTE = 600;

/** What an operator asks of the function that prepares the index of a deployment. */
export const ManageIndexEventSchema = z.strictObject({
  action: z.enum(['status', 'reindex', 'rollback', 'drop']),
  documentsPerMinute: z.optional(z.number().check(z.positive())),
});
export type ManageIndexEvent = z.output<typeof ManageIndexEventSchema>;

/** The generation that a rollback went back from and to. */
export interface RollbackReport {
  readonly from: number;
  readonly to: number;
}

/** Numbers of the generations that were removed. */
export interface DropReport {
  readonly dropped: readonly number[];
}

export type ManageIndexResult = IndexStatus | ReindexReport | RollbackReport | DropReport;
