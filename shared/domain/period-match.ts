import { askedSpans } from './asked-spans.ts';
import { haveCommonMonth, latestOf, type MonthSpan, monthsOf } from './month-span.ts';
import { asksForLatest, periodsIn } from './named-period.ts';

/** What a document is called: its file, and itself. */
export interface NamedDocument {
  readonly name: string;
  readonly title: string;
}

/**
 * Share of its score that a passage loses when its document is called by another period than is asked about. A choice
 * on one half of the questions about filings that `affidavit evaluate retrieval` takes; docs/search.md has both halves.
 */
const LOSS = 0.5;

/** What a fused score, 0 to 1, is worth when the question asks about another period than the document's. */
export function scoreOfOtherPeriod(score: number): number {
  return score * (1 - LOSS);
}

/**
 * Tells documents of another period than the question asks about: reports that come every quarter say the same in the
 * same words, and only what they are called tells them apart. "Since" a period asks about all that come after it, too. A
 * question that names no period and asks for the latest asks about the last one that any of `documents` is called by. One
 * that does neither asks about all.
 *
 * A document's name tells its period, and its title where the name tells none; one that neither tells is of any period.
 */
export function periodMatch(
  question: string,
  documents: readonly NamedDocument[],
): (document: NamedDocument) => boolean {
  const named = askedSpans(question);
  const asked =
    named.length > 0 || !asksForLatest(question) ? named : latestOf([...distinct(documents)].flatMap(spansOf));
  if (asked.length === 0) return () => true;
  const known = new Map<string, boolean>();
  return ({ name, title }) => {
    const key = `${name}\n${title}`;
    const isOfPeriod = known.get(key) ?? fits(spansOf({ name, title }), asked);
    known.set(key, isOfPeriod);
    return isOfPeriod;
  };
}

/** One of each name and title: many passages are of one document. */
function distinct(documents: readonly NamedDocument[]): Iterable<NamedDocument> {
  return new Map(documents.map((each) => [`${each.name}\n${each.title}`, each])).values();
}

function fits(own: readonly MonthSpan[], asked: readonly MonthSpan[]): boolean {
  return own.length === 0 || own.some((span) => asked.some((other) => haveCommonMonth(span, other)));
}

/** A day in a title is when it was signed or filed, often after the period. */
function spansOf({ name, title }: NamedDocument): readonly MonthSpan[] {
  const own = periodsIn(name);
  return (own.length > 0 ? own : periodsIn(title, 'by-year')).map(monthsOf);
}
