import { datesIn } from './claim-dates.ts';

/** A year, a quarter or a month of it, as texts and names of files call it. Months and quarters count from 1. */
export interface Period {
  readonly year: number;
  readonly quarter?: number | undefined;
  readonly month?: number | undefined;
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

/** What stands for a space in names of files. */
const SPACES_OF_FILES = /_|%20/g;

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

/** The periods that a text names. Two digits are no year, and a day counts as its month, or as its year alone. */
export function periodsIn(text: string, days: 'by-month' | 'by-year' = 'by-month'): readonly Period[] {
  const { dates, rest: undated } = datesIn(text.replace(SPACES_OF_FILES, ' '));
  const periods = dates.flatMap(({ year, month, day }): Period[] => {
    if (year === undefined) return [];
    return [day !== undefined && days === 'by-year' ? { year } : { year, month }];
  });
  let rest = undated;
  for (const form of FORMS) {
    rest = rest.replace(form, (found, ...parts) => {
      const period = periodOf(parts.at(-1) as Readonly<Record<string, string | undefined>>); // Named groups come last.
      if (period === undefined) return found;
      periods.push(period);
      return ' '.repeat(found.length);
    });
  }
  return periods;
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

/** Whether two periods can be one and the same, as far as both are told: 2023 and its third quarter can. */
export function mayBeSame(a: Period, b: Period): boolean {
  const [quarterOfA, quarterOfB] = [quarterOf(a), quarterOf(b)];
  if (a.year !== b.year) return false;
  if (quarterOfA !== undefined && quarterOfB !== undefined && quarterOfA !== quarterOfB) return false;
  return a.month === undefined || b.month === undefined || a.month === b.month;
}

function quarterOf({ quarter, month }: Period): number | undefined {
  return quarter ?? (month === undefined ? undefined : Math.ceil(month / 3));
}

/** Those of them that end last. */
export function latestOf(periods: readonly Period[]): readonly Period[] {
  const last = Math.max(...periods.map(endOf));
  return periods.filter((period) => endOf(period) === last);
}

/** Its last month, counted from the year 0. */
function endOf(period: Period): number {
  return period.year * 12 + (period.month ?? (quarterOf(period) ?? 4) * 3);
}

/** Asking for the newest of what comes again and again, in English, German, Spanish, French and Chinese. */
const LATEST =
  /(?<!\p{L})(?:latest|most recent|newest|neuest|jüngst|aktuellst|más reciente|últim[oa]|plus récent|derni[eè]re?)|最新|最近/iu;

export function asksForLatest(question: string): boolean {
  return LATEST.test(question);
}
