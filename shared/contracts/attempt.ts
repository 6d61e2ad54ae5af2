import * as z from 'zod/mini';

/** What every step is told: whose document, which version, which attempt. */
export const AttemptSchema = z.object({
  tenantId: z.string(),
  documentId: z.string(),
  versionId: z.string(),
  attempt: z.int().check(z.positive()),
});
