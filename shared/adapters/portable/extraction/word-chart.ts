/** Figures of one series, by the number of their category. */
interface Series {
  readonly name: string;
  readonly categories: ReadonlyMap<number, string>;
  readonly figures: ReadonlyMap<number, string>;
}

/** Points of all series of a chart that are read: more are a picture rather than a table. */
const MAX_POINTS = 10_000;

/**
 * The table that a chart of an Office file draws, as its part remembers it: names of the series on top, a row for each
 * category. Texts are as they are written in the file, escapes included. Empty for a part that is no chart.
 *
 * Source: ECMA-376, part 1, section 21.2.
 */
export function chartRows(chart: string): readonly (readonly string[])[] {
  const series = chart
    .split('<c:ser>')
    .slice(1)
    .map((part) => seriesOf(part.split('</c:ser>', 1)[0] ?? ''));
  const points = series.reduce((sum, { categories, figures }) => sum + categories.size + figures.size, 0);
  if (points === 0 || points > MAX_POINTS) return [];
  const numbers = [...new Set(series.flatMap(({ figures }) => [...figures.keys()]))].sort((a, b) => a - b);
  const nameOf = (number: number) => series.find(({ categories }) => categories.has(number))?.categories.get(number);
  return [
    ['', ...series.map(({ name }) => name)],
    ...numbers.map((number) => [nameOf(number) ?? '', ...series.map(({ figures }) => figures.get(number) ?? '')]),
  ];
}

function seriesOf(xml: string): Series {
  const [name = ''] = pointsIn(xml, ['tx']).values();
  return { name, categories: pointsIn(xml, ['cat', 'xVal']), figures: pointsIn(xml, ['val', 'yVal']) };
}

/** Points of the first of the elements that is there. */
function pointsIn(xml: string, names: readonly string[]): ReadonlyMap<number, string> {
  const points = new Map<number, string>();
  for (const name of names) {
    const [, rest = ''] = xml.split(`<c:${name}>`, 2);
    const [content = ''] = rest.split(`</c:${name}>`, 1);
    const isNumber = content.includes('<c:numCache>');
    const isDate = /<c:formatCode>[^<"]*(?:yy|mmm)[^<]*</i.test(content);
    for (const [, at, text = ''] of content.matchAll(/<c:pt idx="(\d{1,6})"[^<>]*>\s*<c:v>([^<]*)<\/c:v>/g)) {
      if (!points.has(Number(at))) points.set(Number(at), isNumber ? plainNumber(text, isDate) : text);
    }
  }
  return points;
}

/** Days from the first day that Office counts to 1970, and a day in milliseconds. */
const DAYS_BEFORE_1970 = 25_569;
const DAY = 86_400_000;

/** Without what a binary fraction adds at the end; days as dates. What is no number stays as it is. */
function plainNumber(text: string, isDate: boolean): string {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return text;
  const time = Math.round((number - DAYS_BEFORE_1970) * DAY);
  return isDate && Math.abs(time) < 8e15 ? new Date(time).toISOString().slice(0, 10) : String(number);
}
