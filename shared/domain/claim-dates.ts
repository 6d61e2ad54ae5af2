import { madeOnce } from './made-once.ts';

/** What a text says of a day: a part that it leaves open is undefined. Months count from 1. */
export interface StatedDate {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
}

/** One reading of a date, with where in the text it stands. */
export interface PlacedDate extends StatedDate {
  readonly at: number;
  readonly end: number;
}

/** Names of months in English, German, French, Spanish, Italian, Dutch and Portuguese, without accents. */
const MONTHS: readonly string[] = [
  'january jan januar januari janvier enero gennaio janeiro',
  'february feb februar februari fevrier febrero febbraio fevereiro',
  'march mar marz maart mars marzo marco',
  'april apr avril abril aprile',
  'may mai mei mayo maggio maio',
  'june jun juni juin junio giugno junho',
  'july jul juli juillet julio luglio julho',
  'august aug augustus aout agosto',
  'september sep sept septembre septiembre settembre setembro',
  'october oct okt oktober octobre octubre ottobre outubro',
  'november nov novembre noviembre novembro',
  'december dec dez dezember decembre diciembre dicembre dezembro',
];
const monthNumbers = madeOnce(
  () => new Map(MONTHS.flatMap((names, at) => names.split(' ').map((name) => [name, at + 1] as const))),
);

const DAY = '(?<day>\\d{1,2})(?:st|nd|rd|th|er|\\.|º)?';
const MONTH = '(?<month>[\\p{L}]{3,10})\\.?';
const YEAR = '(?<year>\\d{4})(?!\\d)';
const START = '(?<![\\p{L}\\p{N}.,/-])';

/** In the order in which they are tried: the fuller first. Made at the first claim that is checked. */
const forms = madeOnce((): readonly RegExp[] => [
  new RegExp(`${START}(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})(?!\\d)`, 'gu'),
  new RegExp(`${START}${DAY} (?:of |de |di )?${MONTH}(?:,? (?:de |of )?${YEAR})?(?!\\p{L})`, 'gu'),
  new RegExp(`${START}${MONTH} ${DAY}(?!\\d|[.,]\\d)(?:,? ${YEAR})?`, 'gu'),
  new RegExp(`${START}${MONTH},? (?:de |of )?${YEAR}`, 'gu'),
  new RegExp(`${START}(?<day>\\d{1,2})(?<mark>[./-])(?<month>\\d{1,2})\\k<mark>${YEAR}`, 'gu'),
  // A month alone; in small letters it may be a verb.
  /(?<=[\p{Ll},] )(?<month>\p{Lu}\p{Ll}{2,9})(?!\p{L})/gu,
]);

/** The dates of a text, and the text with blanks in their place. Of 3/4/2025 both readings are given. */
export function datesIn(text: string): { readonly dates: readonly PlacedDate[]; readonly rest: string } {
  const dates: PlacedDate[] = [];
  let rest = text;
  for (const form of forms()) {
    rest = rest.replace(form, (found, ...parts) => {
      const groups = parts.at(-1) as Readonly<Record<string, string | undefined>>; // `replace` hands named groups last.
      const at = Number(parts.at(-3)); // Before them the text, and before that the place in it.
      const read = readingsOf(groups);
      dates.push(...read.map((date) => ({ ...date, at, end: at + found.length })));
      return read.length > 0 ? ' '.repeat(found.length) : found;
    });
  }
  return { dates, rest };
}

function readingsOf({ year, month = '', day, mark }: Readonly<Record<string, string | undefined>>): StatedDate[] {
  const numbered = monthNumber(month);
  const date = { year: numberOf(year), month: numbered, day: numberOf(day) };
  const swapped = { ...date, month: date.day, day: date.month };
  const readings = mark === '/' ? [date, swapped] : [date];
  return readings.filter(({ month, day }) => isWithin(month, 12) && (day === undefined || isWithin(day, 31)));
}

/** Whether the word is a month's name, in any of the languages. */
export function isMonth(word: string): boolean {
  return monthNumber(word) !== undefined;
}

function monthNumber(month: string): number | undefined {
  if (/^\d/.test(month)) return Number(month);
  return monthNumbers().get(month.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase());
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

function isWithin(value: number | undefined, most: number): boolean {
  return value !== undefined && value >= 1 && value <= most;
}
