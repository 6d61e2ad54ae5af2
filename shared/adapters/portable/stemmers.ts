import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as porter } from 'stemmer';
import type { StemmedLanguage } from '../../domain/stop-words.ts';
import { foldTerm } from '../../domain/term-folding.ts';

/**
 * The stem of a word in lower case, without accents: Porter's for English, Snowball's for the others. Those of Romance
 * languages look at accents (`-ción`, `-ée`), which are folded afterwards; the others do not need them.
 */
export const STEMMERS: Readonly<Record<StemmedLanguage, (word: string) => string>> = {
  en: (word) => ifLatin(foldTerm(word), porter),
  de: (word) => ifLatin(foldTerm(word, 'de'), german),
  nl: (word) => ifLatin(foldTerm(word), dutch),
  es: (word) => foldTerm(ifLatin(word, spanish)),
  fr: (word) => foldTerm(ifLatin(word, french)),
  it: (word) => foldTerm(ifLatin(word, italian)),
  pt: (word) => foldTerm(ifLatin(word, portuguese)),
};

/** Words of two letters have no ending, and what holds a digit is no word. */
function ifLatin(word: string, stem: (word: string) => string): string {
  return /^\p{Script=Latin}{3,}$/u.test(word) ? stem(word) : word;
}
