import { datesIn } from './claim-dates.ts';

/** A year, a quarter or a month of it, as texts and names of files call it. Months and quarters count from 1. */
export interface Period {
  readonly year: number;
  readonly quarter?: number | undefined;
  readonly month?: number | undefined;
}

/** A period with where in the text it stands. */
export interface PlacedPeriod {
  readonly period: Period;
  /** Whether a day of it is named. */
  readonly isDay: boolean;
  readonly at: number;
  readonly end: number;
}

const YEAR = '(?<year>(?:19|20)\\d\\d)(?!\\p{N})';
const START = '(?<![\\p{L}\\p{N}.,])';
/** What parts a quarter from its year: nothing, signs, or words such as `of fiscal year`. */
const APART =
  "(?:[\\s./'-]{0,3}|[\\s-]+(?:of|de|del|des|du)\\s+)(?:(?:the\\s+)?(?:fiscal|FY|year|Jahres|año)\\s*){0,2}";

/** Ordinals of quarters in English, German, Spanish and French, by their beginnings. */
const ORDINALS: readonly RegExp[] = [
  /^(?:1|first|erste|primer|premier)/i,
  /^(?:2|second|zweite|segundo|deuxi)/i,
  /^(?:3|third|dritte|tercer|troisi)/i,
  /^(?:4|fourth|vierte|cuarto|quatri)/i,
];

/** In the order in which they are tried: the fuller first. */
const FORMS: readonly RegExp[] = [
  new RegExp(`${START}${YEAR}[\\s./-]{0,3}(?:Q(?<quarter>[1-4])|(?<before>[1-4])Q)(?!\\p{N})`, 'giu'),
  new RegExp(`${START}(?:[QT](?<quarter>[1-4])|(?<before>[1-4])Q)${APART}${YEAR}`, 'giu'),
  new RegExp(
    `${START}(?<ordinal>[1-4]|[\\p{L}\\d]{3,9})[.º]?[\\s-]+(?:quarter|Quartal|trimestre)${APART}${YEAR}`,
    'giu',
  ),
  new RegExp(`${START}${YEAR}-(?<month>0[1-9]|1[0-2])(?!\\p{N})`, 'gu'),
  new RegExp(`(?<![\\p{N}.,])${YEAR}`, 'gu'),
];

/** The periods that a text names, in their order. Two digits are no year; a day counts as its month, or its year alone. */
export function periodsIn(text: string, days: 'by-month' | 'by-year' = 'by-month'): readonly Period[] {
  return placedPeriods(withSpaces(text)).map(({ period, isDay }) =>
    isDay && days === 'by-year' ? { year: period.year } : period,
  );
}

/** The text with what stands for a space in names of files as one. */
export function withSpaces(text: string): string {
  return text.replace(/_|%20/g, ' ');
}

/** The periods that a text names, and where, in their order. */
export function placedPeriods(text: string): readonly PlacedPeriod[] {
  const { dates, rest: undated } = datesIn(text);
  const periods = dates.flatMap(({ year, month, day, at, end }): PlacedPeriod[] =>
    year === undefined ? [] : [{ period: { year, month }, isDay: day !== undefined, at, end }],
  );
  let rest = undated;
  for (const form of FORMS) {
    rest = rest.replace(form, (found, ...parts) => {
      const period = periodOf(parts.at(-1) as Readonly<Record<string, string | undefined>>); // Named groups come last.
      if (period === undefined) return found;
      const at = Number(parts.at(-3)); // Before the groups the text, and before that the place in it.
      periods.push({ period, isDay: false, at, end: at + found.length });
      return ' '.repeat(found.length);
    });
  }
  return periods.sort((a, b) => a.at - b.at);
}

function periodOf({ year, quarter, before, ordinal, month }: Readonly<Record<string, string | undefined>>) {
  if (month !== undefined) return { year: Number(year), month: Number(month) };
  if (ordinal !== undefined) {
    const at = ORDINALS.findIndex((form) => form.test(ordinal));
    return at < 0 ? undefined : { year: Number(year), quarter: at + 1 };
  }
  const number = quarter ?? before;
  return { year: Number(year), ...(number !== undefined && { quarter: Number(number) }) };
}

/** Asking for the newest of what comes again and again, in English, German, Spanish, French and Chinese. */
const LATEST =
  /(?<!\p{L})(?:latest|most recent|newest|neuest|jüngst|aktuellst|más reciente|últim[oa]|plus récent|derni[eè]re?)|最新|最近/iu;

export function asksForLatest(question: string): boolean {
  return LATEST.test(question);
}
