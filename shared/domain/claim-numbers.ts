import { datesIn, type StatedDate } from './claim-dates.ts';
import { PLACEHOLDER } from './placeholder.ts';

/** A figure of a text. */
interface StatedNumber {
  /** What it may stand for: "1.200" is 1.2 in English and 1200 in German. Never empty. */
  readonly values: readonly number[];
  /** Its sign of order, such as a million, when one stands beside it. */
  readonly magnitude: number;
  /** What it measures, in one spelling a unit, when it says so. */
  readonly unit: string | undefined;
}

const WORD_VALUES: Readonly<Record<string, number>> = {
  ...valuesOf('zero one two three four five six seven eight nine ten eleven twelve', 0, 1),
  ...valuesOf('thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty', 13, 1),
  ...valuesOf('thirty forty fifty sixty seventy eighty ninety', 30, 10),
  half: 0.5,
  dozen: 12,
  hundred: 100,
};

const MAGNITUDES: readonly (readonly [number, RegExp])[] = [
  [1e3, /^(?:thousand|k|tsd)$/],
  [1e6, /^(?:millions?|mn|mio|millionen|millones)$/],
  [1e9, /^(?:billions?|bn|mrd|milliarden|milliards?)$/],
];

/** Units by one name each. */
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['percent', /^(?:%|percent|percentage|prozent|pct)$/],
  ['dollar', /^(?:\$|usd|dollars?)$/],
  ['euro', /^(?:€|eur|euros?)$/],
  ['pound', /^(?:£|gbp|pounds?)$/],
  ['yen', /^(?:¥|jpy|yen)$/],
  ['franc', /^(?:chf|francs?|franken)$/],
  ['second', /^(?:s|sec|seconds?|sekunden?)$/],
  ['minute', /^(?:min|minutes?|minuten?)$/],
  ['hour', /^(?:h|hrs?|hours?|stunden?)$/],
  ['day', /^(?:days?|tage?n?)$/],
  ['week', /^(?:weeks?|wochen?)$/],
  ['month', /^(?:months?|monate?n?)$/],
  ['quarter', /^(?:quarters?|quartale?)$/],
  ['year', /^(?:years?|yrs?|jahre?n?)$/],
  ['milligram', /^(?:mg|milligrams?)$/],
  ['gram', /^(?:g|grams?)$/],
  ['kilogram', /^(?:kg|kilos?|kilograms?)$/],
  ['tonne', /^(?:t|tons?|tonnes?|tonnen?)$/],
  ['millimetre', /^(?:mm|millimet(?:re|er)s?)$/],
  ['centimetre', /^(?:cm|centimet(?:re|er)s?)$/],
  ['metre', /^(?:m|met(?:re|er)s?)$/],
  ['kilometre', /^(?:km|kilomet(?:re|er)s?)$/],
  ['mile', /^(?:mi|miles?)$/],
  ['litre', /^(?:l|lit(?:re|er)s?)$/],
  ['degree', /^(?:°|°c|°f|degrees?|grad)$/],
  ['megabyte', /^(?:mb|megabytes?)$/],
  ['gigabyte', /^(?:gb|gigabytes?)$/],
];

const DIGITS = "\\d+(?:[.,'’\\u00a0\\u202f]\\d+|[ ]\\d{3}(?!\\d))*";
const NUMBER_WORD = `(?:${Object.keys(WORD_VALUES).join('|')})`;
const WORDS = `(?:${NUMBER_WORD}|a hundred)(?:[ -](?:and )?${NUMBER_WORD})*`;
/** Sign or currency, the figure, and up to two words behind it. */
const FIGURE = new RegExp(
  `(?<![\\p{L}\\p{N}.,])([-−+]|[$€£¥] ?|(?:USD|EUR|GBP|CHF|JPY) )?(?:(${DIGITS})|(${WORDS})(?!\\p{L}))(?:[ -]?([%°]?\\p{L}*)(?: (\\p{L}+))?)?`,
  'giu',
);

/**
 * Whether every number and date of the claim stands in the evidence: the same value, in figures or words, by the ways of
 * several languages to write it, and with no other unit.
 */
export function holdsNumbers(claim: string, evidence: string): boolean {
  const claimed = datesIn(plain(claim));
  const given = datesIn(plain(evidence));
  if (!claimed.dates.every((date) => given.dates.some((other) => agrees(date, other)))) return false;

  const known = [...numbersIn(given.rest), ...given.dates.flatMap(numbersOfDate)];
  return numbersIn(claimed.rest)
    .filter(({ values }) => values.some((value) => value !== 1)) // "One" is a pronoun as often as a number.
    .every((number) => known.some((other) => isSame(number, other)));
}

/** A date agrees with another that says all that it says itself. */
function agrees(claimed: StatedDate, given: StatedDate): boolean {
  return (['year', 'month', 'day'] as const).every(
    (part) => claimed[part] === undefined || claimed[part] === given[part],
  );
}

function plain(text: string): string {
  return text.replace(PLACEHOLDER, ' ');
}

function numbersOfDate({ year, day }: StatedDate): StatedNumber[] {
  return [year, day].flatMap((value) =>
    value === undefined ? [] : [{ values: [value], magnitude: 1, unit: undefined }],
  );
}

function numbersIn(text: string): StatedNumber[] {
  return [...text.matchAll(FIGURE)].map(({ 1: before = '', 2: digits, 3: words = '', 4: next = '', 5: after = '' }) => {
    const values = digits === undefined ? [valueOfWords(words)] : readings(digits);
    const magnitude = magnitudeOf(next);
    // "25 million pounds", "eleven working days": the unit may stand second.
    const unit = unitOf(before.trim()) ?? unitOf(next) ?? unitOf(after);
    const sign = /^[-−]$/.test(before) ? -1 : 1;
    return { values: values.map((value) => value * sign), magnitude, unit };
  });
}

function isSame(claimed: StatedNumber, given: StatedNumber): boolean {
  const isUnitKept = claimed.unit === undefined || given.unit === undefined || claimed.unit === given.unit;
  return (
    isUnitKept &&
    claimed.values.some((value) =>
      given.values.some((other) => isClose(value * claimed.magnitude, other * given.magnitude)),
    )
  );
}

/** Equal but for how fractions are stored. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= Number.EPSILON * 16 * Math.max(Math.abs(a), Math.abs(b));
}

/** What a figure may stand for. A comma before three digits parts thousands; a full stop there may do either. */
function readings(figure: string): number[] {
  const digits = figure.replace(/['’\u00a0\u202f ]/g, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  if (last < 0) return [Number(digits)];
  const mark = digits.charAt(last);
  const whole = Number(digits.replace(/[.,]/g, ''));
  const decimal = Number(`${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`);
  const isMixed = digits.includes('.') && digits.includes(',');
  const isGrouped = new RegExp(`^[1-9]\\d{0,2}(?:\\${mark}\\d{3})+$`).test(digits);
  if (isMixed || !isGrouped) return [decimal];
  return mark === '.' && digits.split('.').length === 2 ? [decimal, whole] : [whole];
}

function valueOfWords(words: string): number {
  return words
    .toLowerCase()
    .split(/[ -]+/)
    .reduce((sum, word) => {
      const value = WORD_VALUES[word] ?? 0;
      return word === 'hundred' || word === 'dozen' ? Math.max(1, sum) * value : sum + value;
    }, 0);
}

function magnitudeOf(word: string): number {
  return MAGNITUDES.find(([, pattern]) => pattern.test(word.toLowerCase()))?.[0] ?? 1;
}

function unitOf(word: string): string | undefined {
  return UNITS.find(([, pattern]) => pattern.test(word.toLowerCase()))?.[0];
}

function valuesOf(words: string, first: number, step: number): Record<string, number> {
  return Object.fromEntries(words.split(' ').map((word, at) => [word, first + at * step]));
}
