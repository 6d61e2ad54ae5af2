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

/** Words that mean something else in one of the languages (`once`, `due`, `sei`, `neuf`) are left out. */
const WORD_VALUES: Readonly<Record<string, number>> = {
  ...valuesOf('zero one two three four five six seven eight nine ten eleven twelve', 0, 1),
  ...valuesOf('thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty', 13, 1),
  ...valuesOf('thirty forty fifty sixty seventy eighty ninety', 30, 10),
  ...valuesOf('zwei drei vier fünf sechs sieben acht neun zehn elf zwölf', 2, 1),
  ...valuesOf('deux trois quatre cinq six sept huit', 2, 1),
  ...valuesOf('dos tres cuatro cinco seis siete ocho nueve diez', 2, 1),
  ...valuesOf('tre quattro cinque', 3, 1),
  ...valuesOf('sette otto nove dieci', 7, 1),
  ...valuesOf('dois três quatro cinco seis sete oito nove dez onze doze', 2, 1),
  ...valuesOf('twee drie vier vijf zes zeven acht negen tien elf twaalf', 2, 1),
  ...valuesOf('zwanzig dreißig vierzig fünfzig sechzig', 20, 10),
  ...valuesOf('vingt trente quarante cinquante soixante', 20, 10),
  ...valuesOf('veinte treinta cuarenta cincuenta sesenta', 20, 10),
  ...valuesOf('venti trenta quaranta cinquanta sessanta', 20, 10),
  ...valuesOf('vinte trinta quarenta cinquenta sessenta', 20, 10),
  ...valuesOf('twintig dertig veertig vijftig zestig', 20, 10),
  half: 0.5,
  dozen: 12,
  hundred: 100,
};

const MAGNITUDES: readonly (readonly [number, RegExp])[] = [
  [1e3, /^(?:thousand|k|tsd|tausend|mille|mil|mila|duizend)$/],
  [1e6, /^(?:millions?|mn|mio|millionen|mill[oó]n(?:es)?|milion[ei]|milh(?:ão|ões)|miljoen)$/],
  [1e9, /^(?:billions?|bn|mrd|milliarden?|milliards?|miliard[oi]|miljard|bilh(?:ão|ões))$/],
];

/** Units by one name each, in English, German, French, Spanish, Italian, Portuguese and Dutch. */
const UNITS: readonly (readonly [string, RegExp])[] = [
  ['percent', /^(?:%|percent|percentage|prozent|pct|procent|pour ?cent|por ?ciento|per ?cento|por ?cento)$/],
  ['dollar', /^(?:\$|usd|dollars?|d[oó]lar(?:es)?|dollari)$/],
  ['euro', /^(?:€|eur|euros?)$/],
  ['pound', /^(?:£|gbp|pounds?|pfund|livres?|libras?|sterline|pond)$/],
  ['yen', /^(?:¥|jpy|yen)$/],
  ['franc', /^(?:chf|francs?|franken|francos?|franchi)$/],
  ['second', /^(?:s|sec|seconds?|sekunden?|secondes?|segundos?|second[oi]|seconden)$/],
  ['minute', /^(?:min|minutes?|minuten?|minutos?|minut[oi]|minuut)$/],
  ['hour', /^(?:h|hrs?|hours?|stunden?|heures?|horas?|or[ae]|uur|uren)$/],
  ['day', /^(?:days?|tage?n?|jours?|d[ií]as?|giorn[oi]|dias?|dag(?:en)?)$/],
  ['week', /^(?:weeks?|wochen?|semaines?|semanas?|settiman[ae]|weken)$/],
  ['month', /^(?:months?|monate?n?|mois|mes(?:es)?|mes[ei]|m[eê]s(?:es)?|maand(?:en)?)$/],
  ['quarter', /^(?:quarters?|quartale?|trimest(?:res?|ral|ri|re)|kwarta(?:al|len))$/],
  ['year', /^(?:years?|yrs?|jahre?n?|ans?|ann[ée]es?|años?|ann[oi]|anos?|jaar|jaren)$/],
  ['milligram', /^(?:mg|milligram(?:s|m|men|os?|mi)?|miligramos?)$/],
  ['gram', /^(?:g|gram(?:s|m|men|os?|mes?|mi)?|gramos?)$/],
  ['kilogram', /^(?:kg|kilos?|kilogram(?:s|m|men|mes?|mi)?|kilogramos?|chilogramm[io]|quilogramas?)$/],
  ['tonne', /^(?:t|tons?|tonnes?|tonnen?|toneladas?|tonnellat[ae]|ton(?:nen)?)$/],
  ['millimetre', /^(?:mm|millim[eè]t(?:re|er|ri?|ro)s?|mil[ií]metros?)$/],
  ['centimetre', /^(?:cm|centim[eè]t(?:re|er|ri?|ro)s?|cent[ií]metros?|zentimetern?)$/],
  ['metre', /^(?:m|m[eè]t(?:re|er|ri?|ro)s?|metern?|metros?)$/],
  ['kilometre', /^(?:km|kilom[eè]t(?:re|er|ri?|ro)s?|kil[oó]metros?|quil[oô]metros?|kilometern?|chilometri)$/],
  ['mile', /^(?:mi|miles?|meilen?|millas?|miglia)$/],
  ['litre', /^(?:l|lit(?:re|er|ri|ro|ros|res|ers)s?|litern?)$/],
  ['degree', /^(?:°|°c|°f|degrees?|grad|degr[ée]s?|grad(?:os|i|us|en))$/],
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
