import { isMetadataName } from './document-metadata.ts';
import { PipelineFailure } from './failures.ts';
import {
  type FilterRange,
  type FilterValue,
  MAX_FILTER_NAMES,
  MAX_FILTER_VALUE_LENGTH,
  MAX_FILTER_VALUES,
  RANGE_BOUNDS,
  rangeProblem,
  type SearchFilter,
  UNKNOWN_FIELD,
} from './search-filter.ts';

/** One part such as `type=policy|contract` or `date>=2026-01-01`. */
interface Comparison {
  readonly field: string;
  readonly operator: string;
  readonly values: readonly string[];
}

const OPERATORS: Readonly<Record<string, (typeof RANGE_BOUNDS)[number]>> = {
  '>=': 'gte',
  '>': 'gt',
  '<=': 'lte',
  '<': 'lt',
};

/** A value, bare or in quotes; `value` of a `field operator value` and what follows `|`. */
const VALUE = String.raw`(?:"[^"]*"|'[^']*'|[^\s|"'<>=]+)`;
const COMPARISON = new RegExp(
  String.raw`\s*([\w.-]+)\s*(>=|<=|=|>|<)\s*(${VALUE}(?:\|${VALUE})*)\s*(?:(and)\s+|$)`,
  'iy',
);

const NAMED = ['collection', 'type', 'language'] as const;
const METADATA_PREFIX = 'meta.';

/**
 * Reads a filter such as `type=policy|contract and date>=2026-01-01 and meta.department="Human resources"`. A value is
 * quoted where it holds a space; `|` parts values of which any will do.
 *
 * @throws PipelineFailure `InputInvalid`, naming the fields that there are or the rule that was broken.
 */
export function parseFilter(text: string): SearchFilter {
  let filter: SearchFilter = {};
  for (const comparison of comparisonsOf(text)) filter = withComparison(filter, comparison);
  return filter;
}

function comparisonsOf(text: string): Comparison[] {
  const found: Comparison[] = [];
  const pattern = new RegExp(COMPARISON); // Of its own, for it remembers its place.
  for (let isOpen = true; isOpen; ) {
    const match = pattern.exec(text);
    if (match === null) throw invalid('a filter reads `field=value and field>=value`, a value with spaces in quotes');
    const [, field = '', operator = '', list = '', joint] = match;
    const values = Array.from(list.matchAll(new RegExp(VALUE, 'g')), ([value]) => unquoted(value));
    found.push({ field: field.toLowerCase(), operator, values });
    isOpen = joint !== undefined;
  }
  return found;
}

function unquoted(value: string): string {
  return /^["']/.test(value) ? value.slice(1, -1) : value;
}

function withComparison(filter: SearchFilter, comparison: Comparison): SearchFilter {
  const { field, values } = comparison;
  if (values.some((value) => value === '' || value.length > MAX_FILTER_VALUE_LENGTH)) {
    throw invalid(`a value has 1 to ${MAX_FILTER_VALUE_LENGTH} characters`);
  }
  const named = NAMED.find((each) => each === field);
  if (named !== undefined) return { ...filter, [named]: merged(filter[named], comparison) };
  if (field === 'date') return { ...filter, date: mergedRange(filter.date, comparison, true) };
  const name = field.startsWith(METADATA_PREFIX) ? field.slice(METADATA_PREFIX.length) : '';
  if (!isMetadataName(name)) throw invalid(UNKNOWN_FIELD);
  const before = filter.meta?.[name];
  const isEqual = comparison.operator === '=';
  const condition = isEqual ? merged(before, comparison) : mergedRange(before, comparison, false);
  const meta = { ...filter.meta, [name]: condition };
  if (Object.keys(meta).length > MAX_FILTER_NAMES)
    throw invalid(`a filter names at most ${MAX_FILTER_NAMES} of metadata`);
  return { ...filter, meta };
}

function merged(before: unknown, { operator, values }: Comparison): readonly string[] {
  if (operator !== '=') throw invalid('only dates and metadata have ranges');
  if (before !== undefined) throw invalid('a field is named twice: `|` parts values of which any will do');
  if (values.length > MAX_FILTER_VALUES) throw invalid(`a field takes at most ${MAX_FILTER_VALUES} values`);
  return values;
}

/** `=` on a date stands for the whole day. */
function mergedRange(
  before: FilterRange | readonly FilterValue[] | undefined,
  { operator, values: [value, ...others] }: Comparison,
  isDate: boolean,
): FilterRange {
  const bound = OPERATORS[operator];
  const added: FilterRange = bound === undefined ? { gte: value, lte: value } : { [bound]: value };
  const isTaken = Array.isArray(before) || RANGE_BOUNDS.some((each) => added[each] !== undefined && has(before, each));
  if (isTaken || others.length > 0) throw invalid('a range names each bound once, with one value');
  const range: FilterRange = { ...before, ...added };
  const problem = rangeProblem(range, isDate);
  if (problem !== undefined) throw invalid(problem);
  return range;
}

function has(range: FilterRange | readonly FilterValue[] | undefined, bound: (typeof RANGE_BOUNDS)[number]): boolean {
  return range !== undefined && bound in range;
}

function invalid(rule: string): PipelineFailure {
  return new PipelineFailure('InputInvalid', rule);
}
