import { foldText, HIDDEN } from '../../domain/folded-text.ts';
import { madeOnce } from '../../domain/made-once.ts';
import { PLACEHOLDER } from '../../domain/placeholder.ts';
import { STEMMED_LANGUAGES, STOP_WORDS, type StemmedLanguage } from '../../domain/stop-words.ts';
import { foldTerm } from '../../domain/term-folding.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { STEMMERS } from './stemmers.ts';

/** Words and numbers, joined by the signs that stand inside identifiers, amounts and names. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+|[\-_.\/,:\&@+][\p{L}\p{M}\p{N}]+)*/gv;
/** Words of a token, and runs of scripts that part no words: there neighbouring characters stand in for words. */
const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}';
const PART = new RegExp(
  `[\\p{M}ー]*[${UNSPACED}][${UNSPACED}\\p{M}ー]*|[[\\p{L}\\p{M}\\p{N}['’]]--[${UNSPACED}]]+`,
  'gv',
);
const IS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');

/** Articles and pronouns that lose their vowel before another: `l'article`, `dell'articolo`. */
const ELISIONS: Readonly<Record<string, RegExp>> = {
  fr: /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]/,
  it: /^(?:[cdlmnstv]|un|gl|dov|cos|quest|quell|(?:d|n|a|da|su)(?:ell|ll|gl))['’]/,
};

/** Languages that write `1.234,5` for what English writes `1,234.5`. */
const DECIMAL_COMMA = new Set(['de', 'es', 'fr', 'it', 'nl', 'pt']);

/** By language; most tenants write in one or two. */
const STOPS = new Map<string, () => ReadonlySet<string>>(
  STEMMED_LANGUAGES.map((language) => [
    language,
    madeOnce(() => new Set(STOP_WORDS[language].split(' ').map((word) => foldTerm(word, language)))),
  ]),
);

/** Of no language: words as they are. */
const PLAIN = 'und';

/**
 * Stems and stop words of seven languages. A number loses its thousands separators and has a decimal point; an
 * identifier such as `INV-2024/17` gives itself and its parts, other compounds their parts alone.
 */
export function textAnalyzer(): TextAnalyzer {
  return {
    analyze: (text, language = 'en') => termsOf(text, [language]),
    searchTerms: (text, languages) => {
      const isEnglish = languages.every((language) => language === 'en');
      return [...new Set(termsOf(text, isEnglish ? ['en'] : [...new Set([...languages, 'en', PLAIN])]))];
    },
  };
}

function termsOf(text: string, languages: readonly string[]): string[] {
  return splitAtPlaceholders(text).flatMap((piece) => piece.terms ?? wordsOf(piece.text, languages));
}

interface Piece {
  readonly text: string;
  /** Ready-made terms of a placeholder. */
  readonly terms?: string[];
}

function splitAtPlaceholders(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const { 0: match, 1: kind = '', 2: codes = '', index } of text.matchAll(PLACEHOLDER)) {
    pieces.push({ text: text.slice(from, index) });
    pieces.push({ text: match, terms: codes.split('.').map((code) => `${kind.toLowerCase()}:${code}`) });
    from = index + match.length;
  }
  return [...pieces, { text: text.slice(from) }];
}

function wordsOf(text: string, languages: readonly string[]): string[] {
  const folded = foldText(text).replaceAll(HIDDEN, '');
  return (folded.match(TOKEN) ?? []).flatMap((token) => {
    const plain = token.normalize('NFKC').toLowerCase();
    const numbers = languages.flatMap((language) => numberOf(plain, language) ?? []);
    if (numbers.length > 0) return numbers;
    const parts = (plain.match(PART) ?? []).flatMap((part) => termsOfPart(part, languages));
    return isIdentifier(plain) ? [foldTerm(plain), ...parts] : parts;
  });
}

/** Digits and joining signs, in one word: where words are not parted, a whole sentence would pass for one. */
function isIdentifier(token: string): boolean {
  return /\d/.test(token) && /[-_./,:&@+]/.test(token) && !IS_UNSPACED.test(token);
}

/** The number with a decimal point and without separators; nothing when it is none. */
function numberOf(token: string, language: string): string | undefined {
  const written = DECIMAL_COMMA.has(language) ? pointed(token) : token;
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(written)) return written.replaceAll(',', '');
  return /^\d+(?:\.\d+)?$/.test(written) ? written : undefined;
}

/** `1.234,5` as English has it; `3.5` is a version or a quotation, and stays. */
function pointed(token: string): string {
  if (/^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(token)) return token.replaceAll('.', '').replace(',', '.');
  return /^\d+,\d+$/.test(token) ? token.replace(',', '.') : token;
}

function termsOfPart(part: string, languages: readonly string[]): string[] {
  if (IS_UNSPACED.test(part)) return bigrams(foldTerm(part));
  const forms = languages.map((language) => ({ language, word: bareWord(part, language) }));
  if (forms.some(({ language, word }) => word === '' || isStopWord(word, language))) return [];
  return forms.map(({ language, word }) => (isStemmed(language) ? STEMMERS[language](word) : foldTerm(word)));
}

/** Without the article before it or the possessive behind it. */
function bareWord(part: string, language: string): string {
  const elision = ELISIONS[language];
  const word = elision === undefined ? part : part.replace(elision, '');
  return word.replace(/['’]s?$/, '').replace(/['’]/g, '');
}

function isStopWord(word: string, language: string): boolean {
  return STOPS.get(language)?.().has(foldTerm(word, language)) ?? false;
}

function isStemmed(language: string): language is StemmedLanguage {
  return STOPS.has(language);
}

function bigrams(run: string): string[] {
  const signs = Array.from(run);
  return signs.length < 2 ? signs : signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
}
