import { madeOnce } from './made-once.ts';
import { haveCommonMonth, type MonthSpan, monthsOf } from './month-span.ts';
import { type PlacedPeriod, placedPeriods, withSpaces } from './named-period.ts';

/** On which side of a period a question is open, and whether the period itself is meant, too. */
interface Opening {
  readonly side: 'later' | 'earlier';
  readonly isIncluded: boolean;
}

const SINCE: Opening = { side: 'later', isIncluded: true };
const AFTER: Opening = { side: 'later', isIncluded: false };
const UNTIL: Opening = { side: 'earlier', isIncluded: true };
const BEFORE: Opening = { side: 'earlier', isIncluded: false };

/** Words that open a period which follows them: English, German, Spanish, French, Italian, Portuguese, Dutch, Chinese. */
const WORDS_BEFORE: readonly (readonly [Opening, string])[] = [
  [SINCE, 'since|(?:starting|effective)(?: from| with)?|beginning (?:from|with)'],
  [SINCE, 'seit|ab|desde|depuis|dès|[àa] (?:partir|compter) d(?:el?|u)|a partire da|dal|sinds|vanaf'],
  [AFTER, 'after|later than|nach|después de|tras|depois de|após|après|dopo|na'],
  [UNTIL, 'until|till?|up to|through|thru|by|no(?:t)? later than'],
  [UNTIL, "bis|spätestens|hasta|jusqu['’](?:en|à|au)|d['’]ici|fino al?|entro|até|tot"],
  [BEFORE, 'before|prior to|earlier than|vor|antes de|avant|prima d[ei]l?|vóór'],
];

/** And those that follow it. */
const WORDS_BEHIND: readonly (readonly [Opening, string])[] = [
  [SINCE, '(?:and|or) (?:later|after|beyond|onwards?)|onwards?|und (?:später|danach)|oder später'],
  [SINCE, 'en adelante|[yo] (?:posterior(?:es)?|después|más tarde)|et (?:après|au-delà)|ou (?:après|plus tard)'],
  [UNTIL, '(?:and|or) (?:earlier|before)|(?:und|oder) früher|[yo] anterior(?:es)?|(?:et|ou) avant'],
];

/** As they stand behind a year in Chinese, a month or day of which may come between. */
const CHINESE: readonly (readonly [Opening, string])[] = [
  [SINCE, '以来|起'],
  [AFTER, '以后|之后|后'],
  [UNTIL, '为止|止'],
  [BEFORE, '以前|之前|前'],
];
const CHINESE_DAY = '\\s*年?(?:\\d{1,2}月)?(?:\\d{1,2}日)?';

/** What opens one by standing on both sides of it: "from 2019 on". */
const FROM = 'from|von|vom|de|du|dal|van';
const ON = 'on(?=\\s*(?:[,.;:?!]|$))|forward|an|ab|en avant|in poi|em diante|af';

/** What two periods stand between that are the ends of one: words of which another stands before the first, and others. */
const RANGE_BEFORE = 'from|between|von|vom|zwischen|de|desde|del|entre|du|tra|fra|dal|van|tussen';
const RANGE_WORDS = 'to|and|und|a|al|y|e|et|à|au|en';
const RANGE_SIGNS = "[-–—~至到]|through|thru|until|till|bis|hasta|até|jusqu['’](?:en|à|au)|fino al?|tot";

/** What may stand between a word and its period: a part of it, which leaves the rest of it on the word's side, */
const PARTS = [
  'early|mid|late|end|start|beginning|Anfang|Beginn|Mitte|Ende',
  'comienzos|principios|inicios|mediados|finales|fin(?:es)?|début|mi|inizio|fine|início|final|begin|eind',
].join('|');
/** or a word without weight: "since the end of fiscal year 2019", "depuis le début de l'année 2019". */
const FILLERS = [
  'the|in|of|about|around|fiscal|financial|calendar|FY|year|das|im|am|zum|zur|(?:Geschäfts)?Jahr(?:e?s)?',
  'de[lmnrs]?|el|la|los?|al?|año|ejercicio|les?|du|à|au|année|exercice|il|anno|ano|het|jaar',
].join('|');
const BETWEEN = `(?:(?:${PARTS}|${FILLERS})(?:\\s+|-)|[ld]['’])`;

const forms = madeOnce(() => {
  const before = (words: string) => new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})\\s+${BETWEEN}{0,5}$`, 'iu');
  const behind = (words: string) => new RegExp(`^,?\\s+(?:${words})(?![\\p{L}\\p{N}])`, 'iu');
  const chinese = (words: string) => new RegExp(`^${CHINESE_DAY}(?:${words})`, 'u');
  const gap = (words: string) => new RegExp(`^\\s*年?\\s*(?:${words})\\s*${BETWEEN}{0,5}$`, 'iu');
  return {
    before: WORDS_BEFORE.map(([opening, words]) => [opening, before(words)] as const),
    behind: [
      ...WORDS_BEHIND.map(([opening, words]) => [opening, behind(words)] as const),
      ...CHINESE.map(([opening, words]) => [opening, chinese(words)] as const),
    ],
    from: before(FROM),
    on: behind(ON),
    rangeBefore: before(RANGE_BEFORE),
    rangeWords: gap(RANGE_WORDS),
    rangeSigns: gap(RANGE_SIGNS),
    part: new RegExp(`(?<!\\p{L})(?:${PARTS})(?!\\p{L})`, 'iu'),
  };
});

/**
 * The months that a question asks about: those of each period that it names, up to or from there where its words say so
 * ("since 2019", "before May 2024"), and from one to the other where two are the ends of one ("from 2019 to 2021").
 */
export function askedSpans(question: string): readonly MonthSpan[] {
  const text = withSpaces(question);
  const spans: MonthSpan[] = [];
  let earlier: PlacedPeriod | undefined;
  for (const period of placedPeriods(text)) {
    const own = openedSpan(period, text);
    const last = spans.at(-1);
    const isRange = earlier !== undefined && areEnds(earlier, period, text);
    const joined = last && joinedSpan(last, own, isRange);
    if (joined !== undefined) spans.pop();
    spans.push(joined ?? own);
    earlier = period;
  }
  return spans;
}

function openedSpan({ period, isDay, at, end }: PlacedPeriod, text: string): MonthSpan {
  const months = monthsOf(period);
  const opening = openingOf(text.slice(0, at), text.slice(end));
  if (opening === undefined) return months;
  const isIncluded = opening.isIncluded || isDay;
  if (opening.side === 'later') {
    return { first: isIncluded ? months.first : months.last + 1, last: Number.POSITIVE_INFINITY };
  }
  return { first: Number.NEGATIVE_INFINITY, last: isIncluded ? months.last : months.first - 1 };
}

function openingOf(before: string, behind: string): Opening | undefined {
  const words = forms();
  if (words.from.test(before) && words.on.test(behind)) return SINCE;
  for (const [opening, form] of words.before) {
    const [found] = form.exec(before) ?? [];
    if (found !== undefined) return { ...opening, isIncluded: opening.isIncluded || words.part.test(found) };
  }
  return words.behind.find(([, form]) => form.test(behind))?.[0];
}

/** Whether two periods that follow each other are the first and the last of one. */
function areEnds(first: PlacedPeriod, last: PlacedPeriod, text: string): boolean {
  const { rangeBefore, rangeWords, rangeSigns } = forms();
  const gap = text.slice(first.end, last.at);
  return rangeSigns.test(gap) || (rangeWords.test(gap) && rangeBefore.test(text.slice(0, first.at)));
}

/** One of two: the ends of a range, or what is open to one side and what is open to the other, as in "after … and before …". */
function joinedSpan(a: MonthSpan, b: MonthSpan, isRange: boolean): MonthSpan | undefined {
  const range = { first: a.first, last: b.last };
  if (isRange && Number.isFinite(a.first) && Number.isFinite(b.last) && a.first <= b.last) return range;
  const common = { first: Math.max(a.first, b.first), last: Math.min(a.last, b.last) };
  const isClosed = Number.isFinite(common.first) && Number.isFinite(common.last);
  const areOpposed = isOpen(a) && isOpen(b) && isClosed;
  return areOpposed && haveCommonMonth(a, b) ? common : undefined;
}

function isOpen({ first, last }: MonthSpan): boolean {
  return !Number.isFinite(first) || !Number.isFinite(last);
}
