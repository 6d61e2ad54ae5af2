import * as z from 'zod/mini';
import { QUERY_CLASSES } from '../domain/query-class.ts';
import type { FusionModel } from '../domain/rank-fusion.ts';
import type { AnswerabilityModel, RetrievalCalibration } from '../domain/retrieval-calibration.ts';
import { fingerprintSchema } from './fingerprint.ts';

const weights = <Name extends string>(...names: readonly Name[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, z.number()])) as Record<Name, z.ZodMiniNumber>); // As named.

const fusionWeights = () => weights('vector', 'lexical');
const fusion = () =>
  z.extend(fusionWeights(), {
    /** Absent from files of earlier releases, which fuse by scores, all questions alike. */
    method: z.optional(z.enum(['scores', 'ranks'])),
    classes: z.optional(z.partialRecord(z.enum(QUERY_CLASSES), fusionWeights())),
  }) satisfies z.ZodMiniType<FusionModel>;

const answerability = () =>
  z.extend(weights('similarity', 'form', 'turnedRound', 'bias'), {
    missingAround: z.optional(z.number()),
    unsaid: z.optional(z.number()),
    /** Only in files of earlier releases, in place of the two. */
    missingNames: z.optional(z.number()),
  }) satisfies z.ZodMiniType<AnswerabilityModel>;

export const fitSchema = () =>
  z.strictObject({
    isCalibrated: z.literal(true),
    fusion: fusion(),
    gate: weights('similarity', 'coverage', 'missingNames', 'bias', 'threshold'),
    sentence: weights('similarity', 'coverage', 'surroundings', 'bias', 'threshold'),
    answerability: answerability(),
  }) satisfies z.ZodMiniType<RetrievalCalibration>;

/** A fit and the embedder that it is for: as much of a calibration as a search needs. */
export const servedCalibration = () => z.object({ fingerprint: fingerprintSchema(), fit: fitSchema() });
export type ServedCalibration = z.output<ReturnType<typeof servedCalibration>>;
