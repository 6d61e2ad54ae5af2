import { type FactKey, type FactSpan, isWithin, spanOf, type TextDigest, textKey, valueKey } from './fact-keys.ts';
import { metadataValueOf } from './metadata-value.ts';
import { type FilterRange, type FilterValue, isRange, type SearchFilter } from './search-filter.ts';

/** One thing that a document must be: it has one of the keys, or a key within one of the spans. */
export interface FactCondition {
  /** Such as `type` or `meta.year`. */
  readonly field: string;
  readonly keys: readonly FactKey[];
  readonly spans: readonly FactSpan[];
}

/** Field of the metadata of a name. */
export function metadataField(name: string): string {
  return `meta.${name}`;
}

/** What a filter asks of the facts of a document; its collections are no fact and stand in the scope of a search. */
export function conditionsOf({ type, language, date, meta = {} }: SearchFilter, digest: TextDigest): FactCondition[] {
  const texts = [
    ['type', type],
    ['language', language],
  ] as const;
  return [
    ...texts.flatMap(([field, values]) =>
      values === undefined ? [] : [{ field, keys: values.map((value) => textKey(field, value)), spans: [] }],
    ),
    ...(date === undefined ? [] : [rangeCondition('date', date)]),
    ...Object.entries(meta).map(([name, condition]) => {
      const field = metadataField(name);
      return isRange(condition) ? rangeCondition(field, condition) : anyCondition(field, condition, digest);
    }),
  ];
}

/** The conditions that these facts do not meet. */
export function unmetConditions(
  keys: readonly FactKey[],
  conditions: readonly FactCondition[],
): readonly FactCondition[] {
  return conditions.filter(
    (condition) =>
      !keys.some((key) => condition.keys.includes(key) || condition.spans.some((span) => isWithin(key, span))),
  );
}

function rangeCondition(field: string, { gte, gt, lte, lt }: FilterRange): FactCondition {
  const bounds = { gte: boundOf(gte), gt: boundOf(gt), lte: boundOf(lte), lt: boundOf(lt) };
  const isOfNumbers = Object.values(bounds).some((bound) => bound?.kind === 'number');
  return { field, keys: [], spans: [spanOf(field, isOfNumbers ? 'number' : 'date', bounds)] };
}

/** Text has no order, and was refused where the filter was read. */
function boundOf(bound: FilterValue | undefined) {
  const value = bound === undefined ? undefined : metadataValueOf(bound);
  return value?.kind === 'text' ? undefined : value;
}

function anyCondition(field: string, values: readonly FilterValue[], digest: TextDigest): FactCondition {
  const wanted = values.map(metadataValueOf);
  const [days, others] = [
    wanted.filter((value) => value.kind === 'date'),
    wanted.filter((value) => value.kind !== 'date'),
  ];
  return {
    field,
    keys: others.map((value) => valueKey(field, value, digest)),
    spans: days.map((day) => spanOf(field, 'date', { gte: day, lte: day })),
  };
}
