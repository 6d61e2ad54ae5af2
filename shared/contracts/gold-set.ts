import * as z from 'zod';

const Offset = z.int().nonnegative();

const ExpectedSchema = z
  .strictObject({
    document: z.string().min(1).describe('Path below the folder of documents.'),
    page: z.int().positive().optional(),
    start: Offset.optional().describe("Offset in the page's text, with `page` and `end`."),
    end: Offset.optional(),
    quote: z.string().min(1).optional().describe('Words of the document, as they stand there.'),
    grade: z.int().positive().default(1),
  })
  .refine(({ quote, page }) => quote !== undefined || page !== undefined, { error: 'it takes a quote or a page' })
  .refine(({ start, end, page }) => (start === undefined) === (end === undefined) && (start === undefined || page), {
    error: 'start and end go together, with a page',
  });

/**
 * Questions labelled by where in the source documents their answer stands, never by chunks: a set outlives any change of
 * chunking, of the embedder and of the index.
 */
export const GoldSetSchema = z.strictObject({
  schema: z.literal('affidavit.gold-set/1'),
  name: z.string().min(1).max(100),
  version: z.string().min(1).max(40),
  cases: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(200),
        question: z.string().min(1),
        collection: z
          .string()
          .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
          .optional()
          .describe('Folder of documents that is asked alone; all of them without it.'),
        slices: z.record(z.string(), z.string()).default({}).describe('Such as language, type, tenant.'),
        expected: z.array(ExpectedSchema).min(1),
      }),
    )
    .min(1),
});

export type GoldSet = z.output<typeof GoldSetSchema>;
