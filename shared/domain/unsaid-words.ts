import { type Analyze, coverageOf } from './evidence-terms.ts';
import { PLACEHOLDER } from './placeholder.ts';
import type { RedactedText } from './text.ts';

/**
 * Words left out in turn, at most: each costs an embedding. `affidavit calibrate` prints `answerability.auroc`, which on a
 * part of SQuAD 2.0 is within .001 for three, for four and for all of them, and .003 lower for one.
 */
const MAX_WORDS = 3;

/** Placeholders, and words with the signs that stand inside them. */
const WORD = new RegExp(
  `${PLACEHOLDER.source}|[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}'’.,\\-]*[\\p{L}\\p{M}\\p{N}])?`,
  'gu',
);

/**
 * The question again and again, each time without one word that the sentence has in no form, the first of them at most
 * `MAX_WORDS`. Empty where the sentence says every word.
 */
export function withoutUnsaidWords(question: RedactedText, sentence: string, analyze: Analyze): RedactedText[] {
  const held = new Set(analyze(sentence));
  return [...question.matchAll(WORD)]
    .filter(({ 0: word }) => isUnsaid(analyze(word), held))
    .slice(0, MAX_WORDS)
    .map(({ 0: word, index }) => {
      const rest = question.slice(0, index) + question.slice(index + word.length);
      return rest.replace(/ {2,}/g, ' ') as RedactedText; // Part of a redacted text is redacted text.
    });
}

/** Words without terms, such as those by which questions ask, say nothing that could be missing. */
function isUnsaid(terms: readonly string[], held: ReadonlySet<string>): boolean {
  return terms.length > 0 && coverageOf(terms, held) === 0;
}
