import { PLACEHOLDER } from './placeholder.ts';

/** The terms that lexical search compares; the text analyzer's `analyze`. */
export type Analyze = (text: string) => readonly string[];

/** Capitalised words that follow another word, numbers, and placeholders: what a question is about in particular. */
const PARTICULARS = /(?<=[\p{L}\p{N},;'’] ["'“(]*)\p{Lu}[\p{L}\p{M}'’-]+|(?<![\p{L}\p{N}])\d[\p{L}\p{N}.,:/-]*/gu;

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
    covered += held.has(term) ? weight : 0;
  }
  return whole > 0 ? covered / whole : 0;
}
