import type { JsonValue } from './parse-json.ts';

/** Columns of a table: with more, a row no longer reads as one thing. */
const MAX_COLUMNS = 40;

/** Share of the records that must have a column on average: below, they are different things in one list. */
const MIN_FILLED_SHARE = 0.5;

/** Header and rows, when `value` is a list of at least two records of plain values with mostly the same names. */
export function jsonTable(value: JsonValue): readonly (readonly string[])[] | undefined {
  if (!Array.isArray(value) || value.length < 2) return undefined;
  const records = value.filter(isRecord);
  if (records.length < value.length) return undefined;
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const filled = records.reduce((sum, record) => sum + Object.keys(record).length, 0);
  if (columns.length === 0 || columns.length > MAX_COLUMNS) return undefined;
  if (filled < records.length * columns.length * MIN_FILLED_SHARE) return undefined;
  return [
    columns,
    ...records.map((record) => columns.map((column) => cell(Object.hasOwn(record, column) ? record[column] : ''))),
  ];
}

type Plain = string | number | boolean | null;
type PlainRecord = Readonly<Record<string, Plain | readonly Plain[]>>;

/** Whether the value is an object of plain values and lists of plain values. */
function isRecord(value: JsonValue): value is PlainRecord {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((item) => (Array.isArray(item) ? item.every(isPlain) : isPlain(item)));
}

function isPlain(value: JsonValue): value is Plain {
  return typeof value !== 'object' || value === null;
}

function cell(value: PlainRecord[string] | undefined): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
