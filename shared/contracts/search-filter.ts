import * as z from 'zod';
import { isMetadataName } from '../domain/document-metadata.ts';
import {
  isRange,
  MAX_FILTER_NAMES,
  MAX_FILTER_VALUE_LENGTH,
  MAX_FILTER_VALUES,
  rangeProblem,
  type SearchFilter,
  UNKNOWN_FIELD,
} from '../domain/search-filter.ts';

const Text = z.string().min(1).max(MAX_FILTER_VALUE_LENGTH);
const Value = z.union([Text, z.number()]);

/** One value, or a list of which any will do. */
const anyOf = <T extends z.ZodType>(value: T) =>
  z.union([value.transform((one) => [one]), z.array(value).min(1).max(MAX_FILTER_VALUES)]);

const rangeOf = <T extends z.ZodType<string | number>>(bound: T) =>
  z.strictObject({ gte: bound.optional(), gt: bound.optional(), lte: bound.optional(), lt: bound.optional() });

/** What is wrong is said beside the field, in words that repeat no value. */
function refuse(message: string | undefined, { addIssue }: Pick<z.RefinementCtx, 'addIssue'>): void {
  if (message !== undefined) addIssue({ code: 'custom', message });
}

const MetadataName = z.string().refine(isMetadataName, 'a name has small letters, digits and hyphens, at most 32');

/** What documents have to be, so that their passages are searched: all that is named has to hold. */
export const SearchFilterSchema = z.strictObject(
  {
    collection: anyOf(Text).optional(),
    type: anyOf(Text).optional().describe('Kind of document, such as `contract`.'),
    language: anyOf(Text).optional().describe('ISO 639-1.'),
    date: rangeOf(Text)
      .superRefine((range, context) => refuse(rangeProblem(range, true), context))
      .optional()
      .describe('When the version was written, or its metadata `date`: ISO 8601.'),
    meta: z
      .record(MetadataName, z.union([anyOf(Value), rangeOf(Value)]))
      .refine((names) => Object.keys(names).length <= MAX_FILTER_NAMES, `at most ${MAX_FILTER_NAMES} names`)
      .superRefine((names, context) => {
        for (const condition of Object.values(names)) if (isRange(condition)) refuse(rangeProblem(condition), context);
      })
      .optional()
      .describe('Metadata by name: a value, a list of which any will do, or a range of numbers or dates.'),
  },
  { error: ({ code }) => (code === 'unrecognized_keys' ? UNKNOWN_FIELD : undefined) },
) satisfies z.ZodType<SearchFilter>;
