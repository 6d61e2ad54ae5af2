import * as z from 'zod/mini';
import { isMetadataName } from '../domain/document-metadata.ts';
import { madeOnce } from '../domain/made-once.ts';
import {
  isRange,
  MAX_FILTER_NAMES,
  MAX_FILTER_VALUE_LENGTH,
  MAX_FILTER_VALUES,
  rangeProblem,
  type SearchFilter,
  UNKNOWN_FIELD,
} from '../domain/search-filter.ts';
import { described } from './described.ts';

const text = madeOnce(() => z.string().check(z.minLength(1), z.maxLength(MAX_FILTER_VALUE_LENGTH)));
const value = madeOnce(() => z.union([text(), z.number()]));

/** One value, or a list of which any will do. */
const anyOf = <T extends z.ZodMiniType>(value: T) =>
  z.union([
    z.pipe(
      value,
      z.transform((one) => [one]),
    ),
    z.array(value).check(z.minLength(1), z.maxLength(MAX_FILTER_VALUES)),
  ]);

const rangeOf = <T extends z.ZodMiniType<string | number>>(bound: T) =>
  z.strictObject({ gte: z.optional(bound), gt: z.optional(bound), lte: z.optional(bound), lt: z.optional(bound) });

/** What is wrong is said beside the field, in words that repeat no value. */
function refuse(message: string | undefined, { addIssue }: Pick<z.core.$RefinementCtx, 'addIssue'>): void {
  if (message !== undefined) addIssue({ code: 'custom', message });
}

const metadataName = () =>
  z.string().check(z.refine(isMetadataName, 'a name has small letters, digits and hyphens, at most 32'));

/** What documents have to be, so that their passages are searched: all that is named has to hold. Few questions bring one. */
export const searchFilterSchema = madeOnce(
  () =>
    z.strictObject(
      {
        collection: z.optional(anyOf(text())),
        type: described(z.optional(anyOf(text())), 'Kind of document, such as `contract`.'),
        language: described(z.optional(anyOf(text())), 'ISO 639-1.'),
        date: described(
          z.optional(
            rangeOf(text()).check(z.superRefine((range, context) => refuse(rangeProblem(range, true), context))),
          ),
          'When the version was written, or its metadata `date`: ISO 8601.',
        ),
        meta: described(
          z.optional(
            z.record(metadataName(), z.union([anyOf(value()), rangeOf(value())])).check(
              z.refine((names) => Object.keys(names).length <= MAX_FILTER_NAMES, `at most ${MAX_FILTER_NAMES} names`),
              z.superRefine((names, context) => {
                for (const condition of Object.values(names))
                  if (isRange(condition)) refuse(rangeProblem(condition), context);
              }),
            ),
          ),
          'Metadata by name: a value, a list of which any will do, or a range of numbers or dates.',
        ),
      },
      { error: ({ code }) => (code === 'unrecognized_keys' ? UNKNOWN_FIELD : undefined) },
    ) satisfies z.ZodMiniType<SearchFilter>,
);
