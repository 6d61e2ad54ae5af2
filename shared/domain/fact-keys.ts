import type { MetadataValue } from './metadata-value.ts';

/**
 * What a document is found or passed over by, one string a fact: `type=t:contract`, `date=d:2026-01-31T…`,
 * `meta.year=n:c09fa80000000000`. Keys of one field and kind sort by their value, byte by byte, so that every index
 * answers equality and ranges in the same way, however it compares numbers and dates.
 */
export type FactKey = string;

/** From the first key on and up to, but without, the second. */
export interface FactSpan {
  readonly from: FactKey;
  readonly below: FactKey;
}

/** Sorts after a key and before every other of its field: no key is the beginning of another one's. */
const JUST_AFTER = '!';
/** Sorts after everything that a key holds. */
const AFTER_ALL = '~';

const KINDS = { text: 't', number: 'n', date: 'd' } as const;

export function textKey(field: string, text: string): FactKey {
  return `${field}=${KINDS.text}:${text}`;
}

function numberKey(field: string, number: number): FactKey {
  return `${field}=${KINDS.number}:${sortableNumber(number)}`;
}

/** `moment` is ISO 8601 in UTC with milliseconds. */
export function dateKey(field: string, moment: string): FactKey {
  return `${field}=${KINDS.date}:${moment}`;
}

/** Stands for text of a tenant's metadata: equal for equal text, and telling nothing of it. */
export type TextDigest = (field: string, text: string) => string;

/** The key of a value of metadata; of a day, that of its first moment. */
export function valueKey(field: string, value: MetadataValue, digest: TextDigest): FactKey {
  return value.kind === 'text' ? textKey(field, digest(field, value.text)) : boundKey(field, value, 'from');
}

type Ordered = Exclude<MetadataValue, { kind: 'text' }>;

/** Bounds of a range, all of one kind. */
type Bounds = Readonly<Partial<Record<'gte' | 'gt' | 'lte' | 'lt', Ordered | undefined>>>;

/** All keys of the field and kind that lie within the bounds; a day as a bound counts from its start or to its end. */
export function spanOf(field: string, kind: Ordered['kind'], { gte, gt, lte, lt }: Bounds): FactSpan {
  const froms = [`${field}=${KINDS[kind]}:`];
  const belows = [`${field}=${KINDS[kind]}:${AFTER_ALL}`];
  if (gte !== undefined) froms.push(boundKey(field, gte, 'from'));
  if (gt !== undefined) froms.push(boundKey(field, gt, 'to') + JUST_AFTER);
  if (lte !== undefined) belows.push(boundKey(field, lte, 'to') + JUST_AFTER);
  if (lt !== undefined) belows.push(boundKey(field, lt, 'from'));
  const from = froms.reduce((a, b) => (a > b ? a : b));
  return { from, below: belows.reduce((a, b) => (a < b ? a : b)) };
}

export function isWithin(key: FactKey, { from, below }: FactSpan): boolean {
  return key >= from && key < below;
}

function boundKey(field: string, value: Ordered, end: 'from' | 'to'): FactKey {
  return value.kind === 'date' ? dateKey(field, value[end]) : numberKey(field, value.number);
}

const BYTES = 8;
const SIGN = 1n << 63n;
const ALL = (1n << 64n) - 1n;

/**
 * Sixteen hexadecimal digits that sort as the numbers do: the bits of IEEE 754, with the sign turned over for what is not
 * negative and all bits for what is. Minus zero is zero.
 */
function sortableNumber(number: number): string {
  const view = new DataView(new ArrayBuffer(BYTES));
  view.setFloat64(0, number === 0 ? 0 : number);
  const bits = view.getBigUint64(0);
  const sortable = (bits & SIGN) === 0n ? bits | SIGN : bits ^ ALL;
  return sortable.toString(16).padStart(2 * BYTES, '0');
}
