import * as z from 'zod';
import { QUERY_CLASSES } from '../domain/query-class.ts';
import type { FusionModel } from '../domain/rank-fusion.ts';
import type { RetrievalCalibration } from '../domain/retrieval-calibration.ts';
import { FingerprintSchema } from './fingerprint.ts';

const weights = <Name extends string>(...names: readonly Name[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.number()])) as Record<Name, z.ZodNumber>); // As named.

const FusionWeightsSchema = weights('vector', 'lexical');
const FusionSchema = FusionWeightsSchema.extend({
  /** Absent from files of earlier releases, which fuse by scores, all questions alike. */
  method: z.enum(['scores', 'ranks']).optional(),
  classes: z.partialRecord(z.enum(QUERY_CLASSES), FusionWeightsSchema).optional(),
}) satisfies z.ZodType<FusionModel>;

export const FitSchema = z.strictObject({
  isCalibrated: z.literal(true),
  fusion: FusionSchema,
  gate: weights('similarity', 'coverage', 'missingNames', 'bias', 'threshold'),
  sentence: weights('similarity', 'coverage', 'surroundings', 'bias', 'threshold'),
  answerability: weights('similarity', 'form', 'missingNames', 'turnedRound', 'bias'),
}) satisfies z.ZodType<RetrievalCalibration>;

/** A fit and the embedder that it is for: as much of a calibration as a search needs. */
export const ServedCalibration = z.object({ fingerprint: FingerprintSchema, fit: FitSchema });
export type ServedCalibration = z.output<typeof ServedCalibration>;
