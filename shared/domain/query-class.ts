import { toldLanguage } from './told-language.ts';

/**
 * How something is asked: by a word that stands so and not otherwise, such as a number or a quoted phrase; by a few key
 * words; in a sentence.
 */
export const QUERY_CLASSES = ['identifier', 'keywords', 'sentence'] as const;
export type QueryClass = (typeof QUERY_CLASSES)[number];

/** Words of a query that is no sentence, at most. Source: web logs, where queries have two to four. */
const MAX_KEYWORDS = 4;

/** A quoted phrase, or a word that mixes digits with letters or joins them by a sign: `INV-2024/17`, `10-Q`, `B12`. */
const IDENTIFIER = /["“«][^"”»]+["”»]|(?=[^\s]*\d)(?:[\p{L}\d]+[-_./:][\p{L}\d]+|\p{L}+\d|\d+\p{L})/u;

/** Tells by the text alone, always alike. */
export function queryClassOf(query: string): QueryClass {
  if (IDENTIFIER.test(query)) return 'identifier';
  const words = query.match(/[\p{L}\p{M}\p{N}]+/gv)?.length ?? 0;
  const asks = /[?？]\s*$/.test(query);
  return words <= MAX_KEYWORDS && !asks && toldLanguage(query).language === 'und' ? 'keywords' : 'sentence';
}
