import * as z from 'zod';
import type { CalibrationCase } from '../domain/calibration-fit.ts';
import type { FusionCase, FusionTrial } from '../domain/fusion-fit.ts';
import { QUERY_CLASSES } from '../domain/query-class.ts';
import { fingerprintSchema } from './fingerprint.ts';
import { fitSchema } from './served-calibration.ts';

const FusionCaseSchema = z.object({
  queryClass: z.enum(QUERY_CLASSES).optional(),
  candidates: z.array(
    z.object({
      lexical: z.number(),
      vector: z.number(),
      lexicalRank: z.int().optional(),
      vectorRank: z.int().optional(),
      isRight: z.boolean(),
    }),
  ),
}) satisfies z.ZodType<FusionCase>;

const TrialSchema = z.object({
  name: z.string(),
  mean: z.number(),
  reference: z.number(),
  cases: z.int(),
  p: z.number(),
  isKept: z.boolean(),
}) satisfies z.ZodType<FusionTrial>;

const CaseSchema = FusionCaseSchema.extend({
  id: z.string(),
  group: z.string().optional(),
  kind: z.enum(['answerable', 'absent', 'adversarial']),
  gate: z.tuple([z.number(), z.number(), z.number()]),
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

const DatasetSchema = z.strictObject({ name: z.string(), corpus: z.string(), gold: z.string() });

/**
 * What `affidavit calibrate` writes: a fit, the embedder that it is for, and the cases that it came from, as numbers, so
 * that anybody can fit them again.
 */
export const CalibrationSchema = z.strictObject({
  schema: z.literal('affidavit.calibration/1'),
  fingerprint: fingerprintSchema(),
  at: z.iso.datetime(),
  dataset: DatasetSchema,
  operatingPoint: z.strictObject({ gateRefusals: z.number(), sentenceRefusals: z.number() }),
  fit: fitSchema(),
  cases: z.array(CaseSchema),
  /** Ways of fusing that were tried on the cases. */
  trials: z.array(TrialSchema).optional(),
  /** What fusion came from, where that was fitted on judged queries of its own. */
  fusion: z
    .strictObject({ dataset: DatasetSchema, trials: z.array(TrialSchema), cases: z.array(FusionCaseSchema) })
    .optional(),
});
export type Calibration = z.output<typeof CalibrationSchema>;
