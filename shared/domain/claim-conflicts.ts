import type { CarriedClaim } from './claim-check.ts';
import { datesIn } from './claim-dates.ts';
import { wordsOf as foldedWords, holdsNames, namedWords } from './claim-names.ts';
import { isNegation, turnsRound } from './claim-negation.ts';
import { holdsNumbers } from './claim-numbers.ts';
import { replacedValue } from './replaced-value.ts';
import { CELL_SEPARATOR } from './sentence-splitter.ts';
import { type Difference, wordDifferences } from './word-difference.ts';

/** Two claims of an answer whose quotes cannot both be right. */
export interface ClaimConflict {
  /** What they differ in. */
  readonly about: 'number' | 'date' | 'name' | 'negation';
  /** Their places among the claims of the answer, from 0. */
  readonly claims: readonly [number, number];
}

type Quoted = Pick<CarriedClaim, 'quote'> & { readonly passage: Pick<CarriedClaim['passage'], 'chunkId'> };

/** Which quotes of different passages say the same of what is asked, but for a number, a date, a name or a negation. */
export function conflictsAmong(claims: readonly Quoted[], question: string): ClaimConflict[] {
  return claims.flatMap((one, at) =>
    claims.slice(at + 1).flatMap((other, distance): ClaimConflict[] => {
      if (one.passage.chunkId === other.passage.chunkId) return [];
      const about = contradiction(one.quote, other.quote, question);
      return about === undefined ? [] : [{ about, claims: [at, at + 1 + distance] }];
    }),
  );
}

/**
 * What two texts contradict each other in. Undefined when nothing is found, which does not mean that they agree: they are
 * compared word by word, and rows of tables, which differ in nothing but figures, are not compared at all.
 */
export function contradiction(one: string, other: string, question: string): ClaimConflict['about'] | undefined {
  if (one.includes(CELL_SEPARATOR) || other.includes(CELL_SEPARATOR)) return undefined;
  if (!isOfOneSubject(question, one, other)) return undefined;
  const shared = sharedPart(one, other);
  if (shared.ofShorter < MIN_SHARED_PART) return undefined;
  const differences = wordDifferences(one, other);
  const [first, ...more] = differences;
  if (first !== undefined && more.length === 0 && isNegation([...first.one, ...first.other].join(' ')))
    return 'negation';
  const only = onlyReplacement(differences);
  const value = only === undefined ? 'words' : replacedValue(only, question, one);
  if (value === 'words') return otherWords(one, other, shared.ofLonger);
  return value === 'same' ? undefined : value;
}

/** Questions that are answered by yes or no name what they ask about and what they suppose of it. */
const SUPPOSING = /^(?:is|are|was|were|do|does|did|has|have|had|can|could|may|must|should|will)\b/i;

/** Whether of what the question names both or neither hold each: of two years or two towns both may be true. */
function isOfOneSubject(question: string, one: string, other: string): boolean {
  if (SUPPOSING.test(question)) return true;
  const [words, others] = [new Set(foldedWords(one)), new Set(foldedWords(other))];
  return namedWords(question).every((word) => words.has(word) === others.has(word));
}

/** What stands for what, where that is one thing and all else that only one of them has are plain words. */
function onlyReplacement(differences: readonly Difference[]): Difference | undefined {
  const [only, ...others] = differences.filter(({ one, other }) => one.length > 0 && other.length > 0);
  const added = differences.filter((each) => each !== only).map(({ one, other }) => [...one, ...other].join(' '));
  return others.length === 0 && added.every(isPlain) ? only : undefined;
}

/** Neither a name nor a figure, nor a denial. */
function isPlain(text: string): boolean {
  return namedWords(text).length === 0 && holdsNumbers(text, '') && !isNegation(text);
}

/** By all that either says, where they differ in more than one place. What a longer text denies may be something else. */
function otherWords(one: string, other: string, sharedOfLonger: number): ClaimConflict['about'] | undefined {
  if (!holdsNames(one, other) || !holdsNames(other, one)) return undefined;
  const [first, second] = [partsOf(one), partsOf(other)];
  const isOtherDate = differs(first.dates, second.dates);
  const isOtherNumber = differs(first.figures, second.figures);
  if (isOtherDate) return isOtherNumber ? undefined : 'date'; // Another year has other figures.
  if (isOtherNumber) return 'number';
  return sharedOfLonger >= MIN_SHARED_PART && turnsRound(one, other) ? 'negation' : undefined;
}

/** Words that carry meaning, for one thing said of one subject takes at least a subject, a verb and what is said. */
const MIN_SHARED_WORDS = 3;

/**
 * Share of the words of the shorter text that the longer one has too: between two wordings of a rule (.75 and more) and
 * two rules of one subject (.5 and less). Chosen on hand-written pairs; `affidavit evaluate answers` on a set with
 * questions of the kind `conflict` justifies another.
 */
const MIN_SHARED_PART = 0.7;

const WORD = /\p{L}{3,}/gu;

/** Which part of the words of either text both have, 0 where they are too few to say one thing of one subject. */
function sharedPart(one: string, other: string): { readonly ofShorter: number; readonly ofLonger: number } {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const names = new Set([...namedWords(one), ...namedWords(other)]);
  const shared = [...words].filter((word) => others.has(word)).length;
  // One name may have several words, and what they differ in must not part them.
  const sizeOf = (own: ReadonlySet<string>, theirs: ReadonlySet<string>) =>
    [...own].filter((word) => theirs.has(word) || !names.has(word)).length;
  const sizes = [sizeOf(words, others), sizeOf(others, words)];
  if (shared < MIN_SHARED_WORDS) return { ofShorter: 0, ofLonger: 0 };
  return { ofShorter: shared / Math.min(...sizes), ofLonger: shared / Math.max(...sizes) };
}

/** Without dates and figures written as words, so that what they differ in does not part them. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(datesIn(text).rest.toLowerCase().match(WORD) ?? []);
}

const YEAR = /(?<![\p{L}\p{N}[.,]])(?:19|20)\d{2}(?![\p{L}\p{N}]|[.,]\d)/gv;

/** Dates and years apart from all other figures: each text has blanks in place of the others. */
function partsOf(text: string): { readonly dates: string; readonly figures: string } {
  const figures = datesIn(text).rest.replace(YEAR, blank);
  return { figures, dates: [...text].map((sign, at) => (figures[at] === sign ? ' ' : sign)).join('') };
}

function blank(text: string): string {
  return ' '.repeat(text.length);
}

/** Whether either has a figure that the other lacks: what only one of them mentions is more, and no contradiction. */
function differs(one: string, other: string): boolean {
  return !holdsNumbers(one, other) && !holdsNumbers(other, one);
}
