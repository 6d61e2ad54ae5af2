import type { CarriedClaim } from './claim-check.ts';
import { datesIn } from './claim-dates.ts';
import { holdsNames } from './claim-names.ts';
import { turnsRound } from './claim-negation.ts';
import { holdsNumbers } from './claim-numbers.ts';
import { CELL_SEPARATOR } from './sentence-splitter.ts';

/** Two claims of an answer whose quotes cannot both be right. */
export interface ClaimConflict {
  /** What they differ in. */
  readonly about: 'number' | 'date' | 'negation';
  /** Their places among the claims of the answer, from 0. */
  readonly claims: readonly [number, number];
}

type Quoted = Pick<CarriedClaim, 'quote'> & { readonly passage: Pick<CarriedClaim['passage'], 'chunkId'> };

/** Which quotes of different passages say the same of the same thing, but for a number, a date or a negation. */
export function conflictsAmong(claims: readonly Quoted[]): ClaimConflict[] {
  return claims.flatMap((one, at) =>
    claims.slice(at + 1).flatMap((other, distance): ClaimConflict[] => {
      if (one.passage.chunkId === other.passage.chunkId) return [];
      const about = contradiction(one.quote, other.quote);
      return about === undefined ? [] : [{ about, claims: [at, at + 1 + distance] }];
    }),
  );
}

/**
 * What two texts contradict each other in. Undefined when nothing is found, which does not mean that they agree: they are
 * compared word by word, and rows of tables, which differ in nothing but figures, are not compared at all.
 */
function contradiction(one: string, other: string): ClaimConflict['about'] | undefined {
  if (one.includes(CELL_SEPARATOR) || other.includes(CELL_SEPARATOR) || !tellsOfSame(one, other)) return undefined;
  const [first, second] = [partsOf(one), partsOf(other)];
  const isOtherDate = differs(first.dates, second.dates);
  const isOtherNumber = differs(first.figures, second.figures);
  if (isOtherDate) return isOtherNumber ? undefined : 'date'; // Another year has other figures.
  if (isOtherNumber) return 'number';
  return turnsRound(one, other) ? 'negation' : undefined;
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

/** Whether they mention the same names, and say it in mostly the same words. */
function tellsOfSame(one: string, other: string): boolean {
  if (!holdsNames(one, other) || !holdsNames(other, one)) return false;
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const shared = [...words].filter((word) => others.has(word)).length;
  return shared >= MIN_SHARED_WORDS && shared >= MIN_SHARED_PART * Math.min(words.size, others.size);
}

/** Without dates and figures written as words, so that what they differ in does not part them. */
function wordsOf(text: string): ReadonlySet<string> {
  return new Set(datesIn(text).rest.toLowerCase().match(WORD) ?? []);
}

const YEAR = /(?<![\p{L}\p{N}.,])(?:19|20)\d{2}(?![\p{L}\p{N}]|[.,]\d)/gu;

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
