/** A page of one of several documents. */
export interface PlacedPage {
  readonly document: string;
  readonly page: number;
  readonly text: string;
}

/** A number as texts write it, and whether a word for its size follows. */
const NUMBER = /(?<![\d.,])\d[\d,]*(?:\.\d+)?(?=(\s+(?:million|billion))?)/g;

/** Digits that tell a figure from a count of days or a percentage; one with a decimal point and a size needs but two. */
const LEAST_DIGITS = 3;

/**
 * The figures of an answer by which the pages that carry it are known: numbers of at least three digits, and such as
 * `2.3 billion`; no years, for every page has them. Without thousands separators.
 */
export function figuresOf(answer: string): ReadonlySet<string> {
  return new Set([...answer.matchAll(NUMBER)].flatMap(([number, size]) => figureOf(number, size) ?? []));
}

function figureOf(number: string, size: string | undefined): string | undefined {
  const plain = number.replaceAll(',', '');
  const digits = plain.replace('.', '').length;
  const isSized = size !== undefined && plain.includes('.') && digits >= 2;
  const isYear = /^(?:19|20)\d{2}$/.test(plain);
  return (digits >= LEAST_DIGITS && !isYear) || isSized ? plain : undefined;
}

/** A figure on more than this share of all pages is on them by chance, such as the number of a form. */
const COMMONEST = 0.1;

/** Figures of an answer stand in a statement, in its notes and in its discussion: so many pages are never too many. */
const LEAST_PAGES = 3;

/** Of what the best page of a document holds, a page has to hold this much to count: an answer draws on few pages. */
const LEAST_SHARE = 0.5;

/**
 * The pages of `sources` that hold an answer's figures: of each document, those that hold at least half as many as its
 * best page. Figures that stand on more than three pages and a tenth of `all` do not count.
 */
export function figurePages(
  figures: ReadonlySet<string>,
  sources: readonly PlacedPage[],
  all: readonly PlacedPage[],
): PlacedPage[] {
  const onAll = all.map(({ text }) => numbersIn(text));
  const rare = [...figures].filter((figure) => {
    const pages = onAll.filter((numbers) => numbers.has(figure)).length;
    return pages > 0 && pages <= Math.max(LEAST_PAGES, COMMONEST * all.length);
  });
  const held = sources.map((page) => {
    const numbers = numbersIn(page.text);
    return { page, count: rare.filter((figure) => numbers.has(figure)).length };
  });
  const best = new Map<string, number>();
  for (const { page, count } of held) best.set(page.document, Math.max(count, best.get(page.document) ?? 0));
  return held
    .filter(({ page, count }) => count > 0 && count >= LEAST_SHARE * Number(best.get(page.document)))
    .map(({ page }) => page);
}

function numbersIn(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(NUMBER)].map(([number]) => number.replaceAll(',', '')));
}
