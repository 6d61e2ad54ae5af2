import * as z from 'zod';

/** What an evaluation can be of. */
export const EVALUATION_KINDS = [
  'retrieval',
  'chunking',
  'answers',
  'classification',
  'redaction',
  'extraction',
  'grounding',
  'injection',
  'judge',
] as const;

const Name = z.string().min(1).max(200);

const FigureSchema = z.strictObject({
  scale: z.enum(['share', 'amount']).describe('0 to 1, or any amount from 0, such as milliseconds.'),
  better: z.enum(['higher', 'lower']),
});

const CaseSchema = z.strictObject({
  id: Name.describe('Of the gold set.'),
  slices: z.record(Name, z.string()).describe('What it is counted under, such as language, type, tenant.'),
  figures: z.record(Name, z.number().nonnegative()).describe('A figure that the case cannot have is left out.'),
});

const EstimateSchema = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One measurement, as `affidavit evaluate … --out` writes it: ids and numbers, never a text of a question or a document.
 * The number at the end of `schema` grows when a reader of the one before would misread it.
 */
export const EvaluationRunSchema = z
  .strictObject({
    schema: z.literal('affidavit.evaluation-run/1'),
    kind: z.enum(EVALUATION_KINDS),
    dataset: z.strictObject({
      name: Name,
      corpus: Sha256.describe('Of the source documents: the same whatever the chunks.'),
      gold: Sha256.describe('Of questions and labels.'),
    }),
    at: z.iso.datetime(),
    seconds: z.number().nonnegative(),
    system: z.record(Name, z.union([z.string(), z.number(), z.boolean()])).describe('What was measured.'),
    figures: z.record(Name, FigureSchema),
    cases: z.array(CaseSchema).min(1).describe('None would be a figure of nothing.'),
    summary: z.record(Name, EstimateSchema).describe('Figures of all cases together, with 95 % intervals.'),
  })
  .refine(({ figures, cases }) => cases.every((each) => Object.keys(each.figures).every((name) => name in figures)), {
    error: 'a case has a figure that the run does not declare',
  })
  .refine(({ cases }) => new Set(cases.map(({ id }) => id)).size === cases.length, {
    error: 'two cases have one id',
  });

export type EvaluationRun = z.output<typeof EvaluationRunSchema>;
export type EvaluatedCase = EvaluationRun['cases'][number];
export type Figure = z.output<typeof FigureSchema>;
