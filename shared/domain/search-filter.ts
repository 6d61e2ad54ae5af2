import { type MetadataValue, metadataValueOf } from './metadata-value.ts';

/** A value of a filter as it was asked: text is taken for a number or a date where it has the form of one. */
export type FilterValue = string | number;

/** At least one bound; all of one kind, numbers or dates. */
export interface FilterRange {
  readonly gte?: FilterValue | undefined;
  readonly gt?: FilterValue | undefined;
  readonly lte?: FilterValue | undefined;
  readonly lt?: FilterValue | undefined;
}

/**
 * What a document must be, so that its passages are searched. All that is named has to hold; of a list of values any
 * suffices. It only ever takes away from what the asker may read.
 */
export interface SearchFilter {
  readonly collection?: readonly string[] | undefined;
  /** Kind of document, such as `contract`. */
  readonly type?: readonly string[] | undefined;
  /** ISO 639-1. */
  readonly language?: readonly string[] | undefined;
  /** When the version was written, or its metadata `date`. */
  readonly date?: FilterRange | undefined;
  /** The metadata of these names. */
  readonly meta?: Readonly<Record<string, readonly FilterValue[] | FilterRange>> | undefined;
}

/** The fields that there are, as a person writes them. */
export const FILTER_FIELDS = ['collection', 'type', 'language', 'date', 'meta.<name>'] as const;

/** What is said to whoever names another one. */
export const UNKNOWN_FIELD = `a filter knows the fields ${FILTER_FIELDS.join(', ')}`;

export const RANGE_BOUNDS = ['gte', 'gt', 'lte', 'lt'] as const;

/** Values of one field, and names of metadata in one filter: enough for a person or a form, few for an index. */
export const MAX_FILTER_VALUES = 20;
export const MAX_FILTER_NAMES = 16;

/** Characters of a value. */
export const MAX_FILTER_VALUE_LENGTH = 256;

/** What is wrong with the bounds of a range, in words that repeat none of them; nothing when they can be compared. */
export function rangeProblem(range: FilterRange, isDate = false): string | undefined {
  const values = boundsOf(range);
  if (values.length === 0) return `a range names one of ${RANGE_BOUNDS.join(', ')}`;
  if (isDate && values.some(({ kind }) => kind !== 'date')) return 'a date reads 2026-01-31 or 2026-01-31T12:00:00Z';
  if (values.some(({ kind }) => kind === 'text')) return 'only numbers and dates have ranges';
  return new Set(values.map(({ kind }) => kind)).size > 1 ? 'the bounds are a number and a date' : undefined;
}

export function isRange(condition: readonly FilterValue[] | FilterRange): condition is FilterRange {
  return !Array.isArray(condition);
}

/** The collections that a search is in, by its list of collections and by its filter; all of them without both. */
export function searchedCollections(
  collections: readonly string[] | undefined,
  filter: SearchFilter | undefined,
): readonly string[] | undefined {
  const filtered = filter?.collection;
  if (collections === undefined || filtered === undefined) return collections ?? filtered;
  return collections.filter((collection) => filtered.includes(collection));
}

function boundsOf(range: FilterRange): MetadataValue[] {
  return RANGE_BOUNDS.flatMap((bound) => {
    const value = range[bound];
    return value === undefined ? [] : [metadataValueOf(value)];
  });
}
