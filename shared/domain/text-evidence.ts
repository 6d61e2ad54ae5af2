import { quoteFinder } from './quote-location.ts';

/** A stretch of a document's text, as citations and chunks have it. */
export interface TextSpan {
  readonly page: number;
  /** Offsets in the page's text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

/** Where the answer to a question stands, as a gold set says it: by a quote, by offsets, or as a whole page. */
export interface EvidenceLabel {
  readonly quote?: string | undefined;
  readonly page?: number | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

interface PageText {
  readonly number: number;
  readonly text: string;
}

/**
 * Looks labels up in a document. A label outlives any re-chunking, for it names text and no chunk. What a quote stands
 * across is given page by page; a label that the document does not hold gives nothing.
 */
export function evidenceFinder(pages: readonly PageText[]): (label: EvidenceLabel) => TextSpan[] {
  const quoted = quoteFinderOver(pages);
  return ({ quote, page: number, ...offsets }) => {
    const page = pages.find((each) => each.number === number);
    if (quote !== undefined) return quoted(quote, page);
    return page === undefined ? [] : [partOfPage(page, offsets)];
  };
}

/** Looks on the page that is named first, then anywhere. */
function quoteFinderOver(pages: readonly PageText[]) {
  const places = placesOf(pages);
  const joined = pages.map(({ text }) => text).join('\n');
  const find = quoteFinder(joined);
  return (quote: string, page: PageText | undefined): TextSpan[] => {
    const within = page === undefined ? [] : quoteOnPage(page, quote);
    if (within.length > 0) return within;
    const found = find(quote) ?? exactly(joined, quote);
    return found === undefined ? [] : places.flatMap((place) => partOn(place, found));
  };
}

function quoteOnPage({ number, text }: PageText, quote: string): TextSpan[] {
  const found = quoteFinder(text)(quote);
  return found === undefined ? [] : [{ page: number, ...found }];
}

/** As it stands, were it within words: labels come from tools that cut where they like. */
function exactly(text: string, quote: string): { readonly start: number; readonly end: number } | undefined {
  const start = text.indexOf(quote);
  return start === -1 ? undefined : { start, end: start + quote.length };
}

function partOfPage(
  { number, text }: PageText,
  { start = 0, end = text.length }: Omit<EvidenceLabel, 'quote'>,
): TextSpan {
  return { page: number, start, end: Math.min(end, text.length) };
}

export function overlaps(a: TextSpan, b: TextSpan): boolean {
  return a.page === b.page && a.start < b.end && b.start < a.end;
}

interface Place {
  readonly number: number;
  /** Where the page begins in the pages joined by line feeds. */
  readonly from: number;
  readonly length: number;
}

function placesOf(pages: readonly PageText[]): Place[] {
  let from = 0;
  return pages.map(({ number, text }) => {
    const place = { number, from, length: text.length };
    from += text.length + 1;
    return place;
  });
}

function partOn({ number, from, length }: Place, found: { readonly start: number; readonly end: number }): TextSpan[] {
  const start = Math.max(0, found.start - from);
  const end = Math.min(length, found.end - from);
  return start < end ? [{ page: number, start, end }] : [];
}
