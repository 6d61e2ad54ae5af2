import { stemmer } from 'stemmer';
import { foldWord } from '../../domain/entity-value.ts';
import { foldText, HIDDEN } from '../../domain/folded-text.ts';
import { PLACEHOLDER } from '../../domain/placeholder.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';

/**
 * Words that carry no meaning of their own: Lucene's English list, and the words by which questions ask, because a
 * passage that answers rarely asks.
 */
const STOP_WORDS = new Set(
  (
    'a an and are as at be but by for if in into is it no not of on or such that the their then there these they ' +
    'this to was will with do does did has have had been were can could may what which who whom whose when where ' +
    'why how i me my you your we our he she his her its from about'
  ).split(' '),
);

/** Words and numbers, joined by the signs that stand inside identifiers, amounts and names. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+|[-_./,:&@+][\p{L}\p{M}\p{N}]+)*/gu;
const PART = /[\p{L}\p{M}\p{N}'’]+/gu;
/** Scripts that part no words; neighbouring characters stand in for words. */
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+$/u;

/**
 * English terms by Porter's stemmer. A number loses its thousands separators; an identifier such as `INV-2024/17` gives
 * itself and its parts, other compounds their parts alone.
 */
export function textAnalyzer(): TextAnalyzer {
  return { analyze: (text) => splitAtPlaceholders(text).flatMap((piece) => piece.terms ?? termsOf(piece.text)) };
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

function termsOf(text: string): string[] {
  const folded = foldText(text).replaceAll(HIDDEN, '');
  return (folded.match(TOKEN) ?? []).flatMap((token) => {
    const plain = foldWord(token);
    if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(plain)) return [plain.replaceAll(',', '')];
    if (/^\d+(?:\.\d+)?$/.test(plain)) return [plain];
    const parts = (plain.match(PART) ?? []).flatMap(termsOfPart);
    return /\d/.test(plain) && /[-_./,:&@+]/.test(plain) ? [plain, ...parts] : parts;
  });
}

function termsOfPart(part: string): string[] {
  if (UNSPACED.test(part)) return bigrams(part);
  const word = part.replace(/['’]s?$/, '').replace(/['’]/g, '');
  if (word === '' || STOP_WORDS.has(word)) return [];
  return [/^[a-z]{3,}$/.test(word) ? stemmer(word) : word];
}

function bigrams(run: string): string[] {
  const signs = Array.from(run);
  return signs.length < 2 ? signs : signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);
}
