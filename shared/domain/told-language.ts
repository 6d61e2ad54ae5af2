import { madeOnce } from './made-once.ts';
import { STEMMED_LANGUAGES, STOP_WORDS, type StemmedLanguage } from './stop-words.ts';
import { foldTerm } from './term-folding.ts';

/** What is known of the language of a few words. */
export interface ToldLanguage {
  /** ISO 639-1 code, or `und` when the words do not tell. */
  readonly language: string;
  /** The languages that they may be of, likeliest first; all that have stems where nothing tells. */
  readonly likely: readonly string[];
}

/** Characters that are looked at: a question is shorter, and of a passage its beginning tells. */
const SAMPLE_LENGTH = 2_000;

/** How far behind the likeliest language another may lie and still be looked for. */
const CLOSE = 0.75;
/** Votes from which one language is certain: a word that no other has is not enough, for it may be a name. */
const CERTAIN = 1.2;

/** Scripts with the language that is mostly written in them; Kana first, for Japanese writes Han as well. */
const SCRIPTS: readonly (readonly [language: string, letters: RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
];
/** Share of the letters that a script needs to have: names and figures in Latin letters stand in texts of any. */
const SCRIPT_SHARE = 0.3;

/** Signs that of these languages only one writes; each counts as a word that only it has. */
const SIGNS: readonly (readonly [language: StemmedLanguage, signs: RegExp])[] = [
  ['es', /[ñ¿¡]/giu],
  ['pt', /[ãõ]/giu],
  ['de', /ß/giu],
  ['fr', /[êœ]|\b[ldnjs]['’](?=\p{L})|\bqu['’]/giu],
  ['it', /\b(?:dell|nell|all|dall|sull)['’]|[ìò]/giu],
];

/** English words that tell the language but are searched for all the same: Lucene's list leaves them in. */
const ALSO_ENGLISH =
  'after all also any because before being between both does done during each every having however least less many ' +
  'more most much must only other over same should since some than them those through too under until very via while ' +
  'within without would';

/** Function words of every language, folded, with the languages that have them. One letter alone is often a symbol. */
const voters = madeOnce(votersOf);

/**
 * The language of a question or a short text, by its script and by its function words, each of which counts the less the
 * more languages have it. It needs no tables, so that it fits where questions are answered; a document's language is told
 * by a detector, at leisure.
 */
export function toldLanguage(text: string): ToldLanguage {
  const sample = text.slice(0, SAMPLE_LENGTH);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const script = SCRIPTS.find(([, own]) => (sample.match(own)?.length ?? 0) > letters * SCRIPT_SHARE);
  if (script !== undefined) return { language: script[0], likely: [script[0]] };

  const order = (language: StemmedLanguage) => STEMMED_LANGUAGES.indexOf(language);
  const ranked = [...votes(sample)].sort((a, b) => b[1] - a[1] || order(a[0]) - order(b[0]));
  const [best, second] = ranked;
  if (best === undefined) return { language: 'und', likely: STEMMED_LANGUAGES };
  const likely = ranked.filter(([, count]) => count >= best[1] * CLOSE).map(([language]) => language);
  const isCertain = best[1] >= CERTAIN && (second?.[1] ?? 0) < best[1] * CLOSE;
  return { language: isCertain ? best[0] : 'und', likely };
}

function votes(sample: string): Map<StemmedLanguage, number> {
  const counted = new Map<StemmedLanguage, number>();
  const vote = (language: StemmedLanguage, weight: number) =>
    counted.set(language, (counted.get(language) ?? 0) + weight);
  for (const word of sample.match(/[\p{L}\p{M}]{2,}/gv) ?? []) {
    const languages = voters().get(foldTerm(word)) ?? [];
    for (const language of languages) vote(language, 1 / languages.length);
  }
  for (const [language, signs] of SIGNS) {
    const count = sample.match(signs)?.length ?? 0;
    if (count > 0) vote(language, count);
  }
  return counted;
}

function votersOf(): ReadonlyMap<string, readonly StemmedLanguage[]> {
  const found = new Map<string, StemmedLanguage[]>();
  for (const language of STEMMED_LANGUAGES) {
    const words = language === 'en' ? `${STOP_WORDS.en} ${ALSO_ENGLISH}` : STOP_WORDS[language];
    for (const word of new Set(words.split(' ').map((one) => foldTerm(one)))) {
      found.set(word, [...(found.get(word) ?? []), language]);
    }
  }
  return found;
}
