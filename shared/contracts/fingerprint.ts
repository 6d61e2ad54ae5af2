import * as z from 'zod';
import type { EmbedderFingerprint } from '../domain/fingerprint.ts';

/** An embedder's fingerprint in a file that belongs to its vectors. */
export const FingerprintSchema = z.strictObject({
  modelId: z.string(),
  dimensions: z.int().positive(),
  probe: z.string(),
}) satisfies z.ZodType<EmbedderFingerprint>;
