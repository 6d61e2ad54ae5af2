import * as z from 'zod/mini';
import { madeOnce } from '../domain/made-once.ts';

/** What every step is told: whose document, which version, which attempt. */
export const attemptSchema = madeOnce(() =>
  z.object({
    tenantId: z.string(),
    documentId: z.string(),
    versionId: z.string(),
    attempt: z.int().check(z.positive()),
  }),
);
