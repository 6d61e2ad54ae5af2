import { PLACEHOLDER } from './placeholder.ts';

/** The terms that lexical search compares; the text analyzer's `analyze`. */
export type Analyze = (text: string) => readonly string[];

/** Capitalised words that follow another word, numbers, and placeholders: what a question is about in particular. */
const PARTICULARS =
  /(?<=[\p{L}\p{N}[,;'’]] ["'“\(]*)\p{Lu}[\p{L}\p{M}['’\-]]+|(?<![\p{L}\p{N}])\d[\p{L}\p{N}[.,:\/\-]]*/gv;

/** The question's own terms, each once. */
export function contentTerms(text: string, analyze: Analyze): readonly string[] {
  return [...new Set(analyze(text))];
}

/** Terms of the names, numbers and placeholders that a question mentions. */
export function particularTerms(question: string, analyze: Analyze): readonly string[] {
  const placeholders = [...question.matchAll(PLACEHOLDER)].map(({ 0: match }) => match);
  const words = question.replace(PLACEHOLDER, ' ').match(PARTICULARS) ?? [];
  return contentTerms([...placeholders, ...words].join(' '), analyze);
}

/** How much a term counts that `held` only has in a related form, such as "monthly" for "month". */
const RELATED_SHARE = 0.7;

/** Share of the terms that `held` has, each counted by its weight; 0 without terms. */
export function coverageOf(
  terms: readonly string[],
  held: ReadonlySet<string>,
  weightOf: (term: string) => number = () => 1,
): number {
  let covered = 0;
  let whole = 0;
  for (const term of terms) {
    const weight = weightOf(term);
    whole += weight;
    covered += weight * shareOf(term, held);
  }
  return whole > 0 ? covered / whole : 0;
}

function shareOf(term: string, held: ReadonlySet<string>): number {
  if (held.has(term)) return 1;
  return /^\p{L}+$/u.test(term) && [...held].some((other) => isRelated(term, other)) ? RELATED_SHARE : 0;
}

/** Letters that related stems share at least, and their share of the longer one. */
const MIN_SHARED_LETTERS = 4;
const MIN_SHARED_PART = 0.66;

/** Stemming leaves derived words apart; those begin alike and differ in their ending. */
function isRelated(a: string, b: string): boolean {
  const longer = Math.max(a.length, b.length);
  const needed = Math.max(MIN_SHARED_LETTERS, Math.ceil(longer * MIN_SHARED_PART));
  return a.length >= needed && b.length >= needed && a.slice(0, needed) === b.slice(0, needed);
}
