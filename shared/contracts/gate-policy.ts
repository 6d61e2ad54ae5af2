import * as z from 'zod';
import { isAdvisory } from '../domain/advisory.ts';

const Share = z.number().gt(0).lt(1);

const ThresholdsSchema = z
  .strictObject({
    maxLoss: Share.optional().describe('Mean loss against the baseline that is still let through, for shares.'),
    minimum: z.number().min(0).max(1).optional().describe('Least mean of a share.'),
    maximum: z.number().nonnegative().optional().describe('Limit for an amount, such as milliseconds.'),
    share: Share.optional().describe('Of the cases, how many may lie above `maximum`.'),
  })
  .refine((each) => [each.maxLoss, each.minimum, each.maximum].some((value) => value !== undefined), {
    error: 'a figure without a threshold: give maxLoss, minimum, or maximum and share',
  })
  .refine(({ maximum, share }) => (maximum === undefined) === (share === undefined), {
    error: 'maximum and share go together',
  });

const FiguresSchema = z.record(z.string(), ThresholdsSchema);

/** What a candidate must keep to, as a file of YAML or JSON. */
export const GatePolicySchema = z.strictObject({
  version: z.literal(1),
  confidence: z.number().min(0.5).lt(1).describe('Of each one-sided bound.'),
  figures: FiguresSchema.refine((figures) => Object.keys(figures).length > 0, { error: 'it names no figure' }).refine(
    (figures) => !Object.keys(figures).every(isAdvisory),
    { error: 'all its figures are advisory, and what a model judged gates nothing: name one that is measured' },
  ),
  slices: z
    .record(z.string(), FiguresSchema)
    .default({})
    .describe('By name of a slice: each of its values keeps to it.'),
  reportOnly: z.array(z.string().min(1)).default([]).describe('Figures without a threshold; `*` stands for anything.'),
});

export type GatePolicy = z.output<typeof GatePolicySchema>;
export type Thresholds = z.output<typeof ThresholdsSchema>;
