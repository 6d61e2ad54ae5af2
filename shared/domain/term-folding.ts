/** Letters that Unicode does not take apart, as people write them without the key for them. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const UNPARTED = /[ßæœøłđðþı]/g;

/** Accents on letters of scripts in which a word without them is the same word; vowel signs of others stay. */
const ACCENTS = /([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu;

/** Most words, and quickly dealt with. */
const IS_PLAIN = /^[\x20-\x7e]*$/;

/** An `e` that stands for an umlaut's two dots, and none that follows a `q` or another vowel, as in `neue` or `Quelle`. */
const WRITTEN_OUT = /(?<![aeioqu])([aou])e/g;

/**
 * Lower case without what a writer may leave out: accents of Latin and Greek letters, the dots of Russian `ё`. In German
 * `ae`, `oe` and `ue` are umlauts as well (as in Lucene's `GermanNormalizationFilter`). Signs that tell words apart, such
 * as the vowels of Hindi and the voicing marks of Japanese, stay.
 */
export function foldTerm(word: string, language?: string): string {
  if (IS_PLAIN.test(word)) return withoutDots(word.toLowerCase(), language);
  const lower = word.normalize('NFKD').toLowerCase().replace(ACCENTS, '$1').normalize('NFC').replaceAll('ё', 'е');
  return withoutDots(
    lower.replace(UNPARTED, (letter) => String(LETTERS[letter])),
    language,
  );
}

function withoutDots(word: string, language: string | undefined): string {
  return language === 'de' ? word.replace(WRITTEN_OUT, '$1') : word;
}
