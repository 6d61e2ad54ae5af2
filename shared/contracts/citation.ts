import * as z from 'zod/mini';
import { described } from './described.ts';
import { ifRead } from './if-read.ts';

/** Where the quote of a claim stands. */
export const CitationSchema = /* @__PURE__ */ ifRead(() =>
  z.object({
    chunkId: z.string(),
    documentId: z.string(),
    name: described(z.string(), 'Name of the file, redacted.'),
    title: z.string(),
    page: z.int(),
    start: described(z.int(), "Offset of the quote in the redacted page's text."),
    end: z.int(),
    quote: described(z.string(), 'Exactly the text between the offsets.'),
    boxes: described(
      z.array(z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })),
      'Where to highlight, in points from the top left of the page.',
    ),
    score: described(z.number(), '0 to 1.'),
    suspicious: described(z.optional(z.boolean()), 'Whether the passage looks like orders to a model.'),
  }),
);
