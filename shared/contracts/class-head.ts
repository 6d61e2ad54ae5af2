import * as z from 'zod/mini';
import type { HeldOutClass } from '../domain/class-fit.ts';
import type { ClassHead } from '../domain/class-head.ts';
import { madeOnce } from '../domain/made-once.ts';
import { fingerprintSchema } from './fingerprint.ts';

const sha256 = () => z.string().check(z.regex(/^[0-9a-f]{64}$/));

const headSchema = () => {
  const numbers = z.array(z.number());
  const rows = z.array(numbers);
  return z.strictObject({
    classes: z.array(z.string().check(z.minLength(1), z.maxLength(63))).check(z.minLength(2)),
    center: numbers,
    scale: numbers,
    centroids: rows,
    scores: z.strictObject({ weights: rows, biases: numbers }),
    temperature: z.number().check(z.positive()),
    leastConfidence: z.number(),
    leastSimilarity: z.number(),
  }) satisfies z.ZodMiniType<ClassHead>;
};

/**
 * What `affidavit classes train` writes: classes learned from examples, the embedder that they are for, and what was said
 * of each example by a fit that had not seen it, as numbers. It holds no text.
 */
export const classHeadSchema = madeOnce(() =>
  z.strictObject({
    schema: z.literal('affidavit.class-head/1'),
    /** Of what was learned and from which examples: the same examples give the same version. Hexadecimal. */
    version: z.string(),
    fingerprint: fingerprintSchema(),
    at: z.iso.datetime(),
    dataset: z.strictObject({ name: z.string(), corpus: sha256(), gold: sha256() }),
    /** Share of texts like the examples that get a class. */
    coverage: z.number().check(z.positive(), z.maximum(1)),
    head: headSchema(),
    heldOut: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        likeliest: z.string(),
        confidence: z.number(),
      }) satisfies z.ZodMiniType<HeldOutClass>,
    ),
  }),
);
export type StoredClassHead = z.output<ReturnType<typeof classHeadSchema>>;

/** Artifact of a tenant's classes, kept until they are dropped. */
export function classHeadKey(tenantId: string): string {
  return `classes/${tenantId}/head.json`;
}

/** The folder of it, to remove it by. */
export function classHeadPrefix(tenantId: string): string {
  return `classes/${tenantId}/`;
}
