import * as z from 'zod/mini';
import { described } from './described.ts';
import { ifRead } from './if-read.ts';

/** Where a refused question was looked for. */
export const SearchedSchema = /* @__PURE__ */ ifRead(() =>
  described(
    z.optional(
      z.object({
        collections: described(
          z.optional(z.array(z.string())),
          'Those that it was narrowed to; all that you may read without.',
        ),
        isFiltered: described(z.boolean(), 'Whether a filter on facts of documents kept others out.'),
        branches: described(
          z.int().check(z.positive()),
          'Ways in which the question was searched: as asked, and as what it stands for.',
        ),
      }),
    ),
    'Where a refused question was looked for; absent from answers.',
  ),
);
