import * as z from 'zod/mini';
import { type FailureName, failureNamed } from '../domain/failures.ts';
import { TenantIdSchema } from './authorizer.ts';

/** Whose documents an operator sends again, and which: those that failed for this reason, since then. */
export const RedriveEventSchema = z.strictObject({
  tenantId: TenantIdSchema,
  reason: z.custom<FailureName>((name) => typeof name === 'string' && failureNamed(name) === name),
  /** ISO 8601; all of them without it. */
  since: z.optional(z.iso.datetime({ offset: true })),
  /** Whether to count alone. */
  dryRun: z._default(z.boolean(), false),
});
export type RedriveEvent = z.output<typeof RedriveEventSchema>;

/** `isFinished`: false when the time was over; the next call goes on, for what was sent is not matched again. */
export type RedriveResult =
  | { readonly isFinished: true; readonly matched: number; readonly sent: number; readonly skipped: number }
  | { readonly isFinished: false };
