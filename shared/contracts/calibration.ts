import * as z from 'zod';
import type { CalibrationCase } from '../domain/calibration-fit.ts';
import type { EmbedderFingerprint } from '../domain/fingerprint.ts';
import type { RetrievalCalibration } from '../domain/retrieval-calibration.ts';

const weights = <Name extends string>(...names: readonly Name[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.number()])) as Record<Name, z.ZodNumber>); // As named.

const FitSchema = z.strictObject({
  isCalibrated: z.literal(true),
  fusion: weights('vector', 'lexical'),
  gate: weights('similarity', 'coverage', 'missingNames', 'bias', 'threshold'),
  sentence: weights('similarity', 'coverage', 'surroundings', 'bias', 'threshold'),
  answerability: weights('similarity', 'form', 'missingNames', 'turnedRound', 'bias'),
}) satisfies z.ZodType<RetrievalCalibration>;

const CaseSchema = z.object({
  id: z.string(),
  kind: z.enum(['answerable', 'absent', 'adversarial']),
  gate: z.tuple([z.number(), z.number(), z.number()]),
  candidates: z.array(z.object({ lexical: z.number(), vector: z.number(), isRight: z.boolean() })),
  sentences: z.array(
    z.object({
      similarity: z.number(),
      coverage: z.number(),
      surroundings: z.number(),
      form: z.number(),
      holdsAnswer: z.boolean(),
    }),
  ),
  answerability: z.array(z.number()).optional(),
}) satisfies z.ZodType<CalibrationCase>;

const FingerprintSchema = z.strictObject({
  modelId: z.string(),
  dimensions: z.int().positive(),
  probe: z.string(),
}) satisfies z.ZodType<EmbedderFingerprint>;

/** A fit and the embedder that it is for: as much of a calibration as a search needs. */
export const ServedCalibration = z.object({ fingerprint: FingerprintSchema, fit: FitSchema });
export type ServedCalibration = z.output<typeof ServedCalibration>;

/**
 * What `affidavit calibrate` writes: a fit, the embedder that it is for, and the cases that it came from, as numbers, so
 * that anybody can fit them again.
 */
export const CalibrationSchema = z.strictObject({
  schema: z.literal('affidavit.calibration/1'),
  fingerprint: FingerprintSchema,
  at: z.iso.datetime(),
  dataset: z.strictObject({ name: z.string(), corpus: z.string(), gold: z.string() }),
  operatingPoint: z.strictObject({ gateRefusals: z.number(), sentenceRefusals: z.number() }),
  fit: FitSchema,
  cases: z.array(CaseSchema),
});
export type Calibration = z.output<typeof CalibrationSchema>;
