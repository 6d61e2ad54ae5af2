import * as z from 'zod/mini';
import { madeOnce } from '../domain/made-once.ts';
import type { PastAnswer } from '../domain/past-answer.ts';
import { meteredCostSchema } from './ledger-records.ts';

/** An answer as a ledger reads it back for accounts. The cost is missing from receipts of earlier releases. */
export const pastAnswerSchema = madeOnce(
  () =>
    z.object({
      tenantId: z.string(),
      outcome: z.enum(['answered', 'no-evidence', 'unsafe', 'not-permitted']),
      cost: z.optional(meteredCostSchema()),
      isRemembered: z.boolean(),
      verdict: z.optional(z.enum(['helpful', 'unhelpful'])),
    }) satisfies z.ZodMiniType<PastAnswer>,
);
