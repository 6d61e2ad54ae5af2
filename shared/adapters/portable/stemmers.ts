import { createRequire } from 'node:module';
import { stemmer as porter } from 'stemmer';
import { madeOnce } from '../../domain/made-once.ts';
import type { StemmedLanguage } from '../../domain/stop-words.ts';
import { foldTerm } from '../../domain/term-folding.ts';

type Stem = typeof import('@orama/stemmers/german')['stemmer'];

const load = createRequire(import.meta.url);

/** Read at the first word of its language: most functions that have an index stem nothing, and most texts are English. */
const stemmer = (language: string) => madeOnce((): Stem => load(`@orama/stemmers/${language}`).stemmer);

const german = stemmer('german');
const dutch = stemmer('dutch');
const spanish = stemmer('spanish');
const french = stemmer('french');
const italian = stemmer('italian');
const portuguese = stemmer('portuguese');

/**
 * The stem of a word in lower case, without accents: Porter's for English, Snowball's for the others. Those of Romance
 * languages look at accents (`-ción`, `-ée`), which are folded afterwards; the others do not need them.
 */
export const STEMMERS: Readonly<Record<StemmedLanguage, Stem>> = {
  en: (word) => ifLatin(foldTerm(word), porter),
  de: (word) => ifLatin(foldTerm(word, 'de'), german()),
  nl: (word) => ifLatin(foldTerm(word), dutch()),
  es: (word) => foldTerm(ifLatin(word, spanish())),
  fr: (word) => foldTerm(ifLatin(word, french())),
  it: (word) => foldTerm(ifLatin(word, italian())),
  pt: (word) => foldTerm(ifLatin(word, portuguese())),
};

/** Words of two letters have no ending, and what holds a digit is no word. */
function ifLatin(word: string, stem: Stem): string {
  return /^\p{Script=Latin}{3,}$/u.test(word) ? stem(word) : word;
}
