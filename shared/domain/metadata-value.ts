/** A value of a document's metadata or of a filter, told by its form. */
export type MetadataValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | DateValue;

/** A moment, or a day of UTC from its first to its last millisecond; both ends are ISO 8601 with milliseconds. */
export interface DateValue {
  readonly kind: 'date';
  readonly from: string;
  readonly to: string;
}

/** Before a value that is text whatever it looks like, such as an employee's number. */
const TEXT_MARK = 'text:';

/**
 * At most twelve digits before the point: what is longer is no quantity but an identifier, such as the number of a card,
 * and so is what begins with a needless zero.
 */
const NUMBER = /^-?(?:0|[1-9]\d{0,11})(?:\.\d{1,12})?$/;

/** ISO 8601: a day, or a moment of UTC. */
const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z)?$/;

/** Length of a date without a time of day. */
const DAY_LENGTH = 'yyyy-mm-dd'.length;

/** The last moment of a day, for keys of dates have milliseconds. */
const END_OF_DAY = 'T23:59:59.999Z';

/** What a value is: a date or a number where it has the form of one, and text otherwise. */
export function metadataValueOf(value: string | number): MetadataValue {
  if (typeof value === 'number') return { kind: 'number', number: value };
  const trimmed = value.trim();
  if (trimmed.startsWith(TEXT_MARK)) return { kind: 'text', text: foldedValue(trimmed.slice(TEXT_MARK.length)) };
  if (NUMBER.test(trimmed)) return { kind: 'number', number: Number(trimmed) };
  return dateValueOf(trimmed) ?? { kind: 'text', text: foldedValue(trimmed) };
}

/** The day or moment that a text names; nothing for what is no date, such as 2026-02-30. */
export function dateValueOf(text: string): DateValue | undefined {
  if (!DATE.test(text)) return undefined;
  const from = new Date(text);
  if (Number.isNaN(from.getTime()) || !from.toISOString().startsWith(text.slice(0, DAY_LENGTH))) return undefined;
  const to = text.length === DAY_LENGTH ? `${text}${END_OF_DAY}` : from.toISOString();
  return { kind: 'date', from: from.toISOString(), to };
}

/** Text in one form, so that capitals, kinds of space and of character do not keep equal values apart. */
function foldedValue(text: string): string {
  return text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
}
