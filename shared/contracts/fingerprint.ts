import * as z from 'zod/mini';
import type { EmbedderFingerprint } from '../domain/fingerprint.ts';

/** An embedder's fingerprint in a file that belongs to its vectors. */
export const fingerprintSchema = () =>
  z.strictObject({
    modelId: z.string(),
    dimensions: z.int().check(z.positive()),
    probe: z.string(),
  }) satisfies z.ZodMiniType<EmbedderFingerprint>;
