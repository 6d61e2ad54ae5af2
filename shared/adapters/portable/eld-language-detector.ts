import type { LanguageDetector } from '../../ports/language-detector.ts';
import { loadedOnce } from './loaded-once.ts';

/** Characters that are looked at: more do not change the verdict, and a book would take seconds. */
const SAMPLE_LENGTH = 20_000;
/** Words of two letters and more that a text needs to have; a few words are of many languages. */
const LEAST_WORDS = 6;
/** Share of letters among the characters that show: below it a text is a table of numbers or code. */
const LEAST_LETTER_SHARE = 0.5;

/** Scripts written without blanks, in which characters are counted instead of words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu;

/** Tells languages by their n-grams (eld), in which English legal and business texts do not pass for others. */
export function eldLanguageDetector(): LanguageDetector {
  // Its tables take most of a second to load, which only those who have a text to tell pay for.
  const detector = loadedOnce(async () => (await import('eld/medium')).eld);
  return {
    detect: async (text) => {
      const sample = text.slice(0, SAMPLE_LENGTH);
      if (!isProse(sample)) return 'und';
      const result = (await detector()).detect(sample);
      return result.isReliable() && result.language !== '' ? result.language : 'und';
    },
  };
}

function isProse(sample: string): boolean {
  const shown = sample.replace(/\s+/g, '').length;
  const letters = sample.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
  const words = (sample.match(/\p{L}[\p{L}\p{M}]+/gu)?.length ?? 0) + (sample.match(UNSPACED)?.length ?? 0);
  return words >= LEAST_WORDS && letters >= shown * LEAST_LETTER_SHARE;
}
