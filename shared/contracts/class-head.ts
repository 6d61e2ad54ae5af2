import * as z from 'zod';
import type { HeldOutClass } from '../domain/class-fit.ts';
import type { ClassHead } from '../domain/class-head.ts';
import { FingerprintSchema } from './fingerprint.ts';

const Numbers = z.array(z.number());
const Rows = z.array(Numbers);
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const HeadSchema = z.strictObject({
  classes: z.array(z.string().min(1).max(63)).min(2),
  center: Numbers,
  scale: Numbers,
  centroids: Rows,
  scores: z.strictObject({ weights: Rows, biases: Numbers }),
  temperature: z.number().positive(),
  leastConfidence: z.number(),
  leastSimilarity: z.number(),
}) satisfies z.ZodType<ClassHead>;

/**
 * What `affidavit classes train` writes: classes learned from examples, the embedder that they are for, and what was said
 * of each example by a fit that had not seen it, as numbers. It holds no text.
 */
export const ClassHeadSchema = z.strictObject({
  schema: z.literal('affidavit.class-head/1'),
  /** Of what was learned and from which examples: the same examples give the same version. Hexadecimal. */
  version: z.string(),
  fingerprint: FingerprintSchema,
  at: z.iso.datetime(),
  dataset: z.strictObject({ name: z.string(), corpus: Sha256, gold: Sha256 }),
  /** Share of texts like the examples that get a class. */
  coverage: z.number().positive().max(1),
  head: HeadSchema,
  heldOut: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      likeliest: z.string(),
      confidence: z.number(),
    }) satisfies z.ZodType<HeldOutClass>,
  ),
});
export type StoredClassHead = z.output<typeof ClassHeadSchema>;

/** Artifact of a tenant's classes, kept until they are dropped. */
export function classHeadKey(tenantId: string): string {
  return `classes/${tenantId}/head.json`;
}

/** The folder of it, to remove it by. */
export function classHeadPrefix(tenantId: string): string {
  return `classes/${tenantId}/`;
}
