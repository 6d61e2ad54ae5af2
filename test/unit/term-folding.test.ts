import { expect, it } from 'vitest';
import { foldTerm } from '#shared/domain/term-folding.ts';

it.each([
  ['accents of Latin letters', 'Résiliação', undefined, 'resiliacao'],
  ['accents of Greek letters', 'Ένα', undefined, 'ενα'],
  ['letters that Unicode does not take apart', 'Straße Øl Łódź œuvre', undefined, 'strasse ol lodz oeuvre'],
  ['the dots of Russian ё, not the bow of й', 'Ёлкой', undefined, 'елкой'],
  ['umlauts of German, also written out', 'Kündigung', 'de', 'kundigung'],
  ['umlauts that were written out', 'Kuendigung', 'de', 'kundigung'],
  ['no vowel that follows another', 'neue Quelle', 'de', 'neue quelle'],
  ['nothing written out in other languages', 'Duero', 'es', 'duero'],
])('folds %s', (_what, word, language, folded) => {
  expect(foldTerm(word, language)).toBe(folded);
});

it.each([
  ['voicing marks of Japanese', 'が', 'が'],
  ['vowels of Hindi', 'हिन्दी', 'हिन्दी'],
  ['syllables of Korean', '한국', '한국'],
])('keeps %s', (_what, word, folded) => {
  expect(foldTerm(word)).toBe(folded.normalize('NFC'));
});
