import { isMonth } from './claim-dates.ts';
import { PLACEHOLDER } from './placeholder.ts';

/** Words that begin sentences and are no names, in the languages that are known. */
const STARTERS = new Set(
  (
    'a about above according across after all also although among an and another any anyone as at because before ' +
    'below between both but by can could during each either employees every everyone few for from further he her here ' +
    'his how however i if in into it its last many may more most much must my neither no nobody none nor not nothing ' +
    'of on once one only or other our over per she should since so some staff such than that the their them then ' +
    'there these they this those though through to under unless until up upon was we were what when where whether ' +
    'which while who whose why will with within without would yes you your ' +
    // German, French, Spanish, Italian, Portuguese, Dutch.
    'der die das den dem des ein eine einen einem einer am im in an auf bei bis für mit nach seit von vor zum zur es er sie wir alle kein keine nicht nur auch laut ' +
    'le la les l un une des du de à au aux en dans pour par sur avec sans selon il elle ils elles ce cette ces tous toutes aucun aucune ' +
    'el los las una unos unas del al en con para por sin según se no todos todas ningún ninguna este esta estos estas ' +
    'lo gli i uno nel nella per con da dal dalla secondo tutti tutte nessun nessuna questo questa si non ' +
    'o os as um uma do da dos das no na nos nas ao com sem segundo todos todas nenhum nenhuma este esta não ' +
    'het een van op bij met naar voor volgens alle geen dit dat deze die er zij hij'
  ).split(' '),
);

/** Endings of common nouns, verbs and adverbs; a first word that has one is taken for one. */
const COMMON_ENDING = /(?:s|ing|ed|ly|tion|sion|ment|ness|ity|ance|ence|age|ure|al|ive|able|ary|ory|ism|ship|hood)$/;

const WORD = /[\p{L}\p{M}\p{N}]+(?:['’.\&\-][\p{L}\p{M}\p{N}]+)*/gv;

/** Whether every name of the claim, and every placeholder, stands in the evidence. Names are known by their capitals. */
export function holdsNames(claim: string, evidence: string): boolean {
  const given = new Set(wordsOf(evidence));
  const codes = placeholderCodes(evidence);
  return (
    [...placeholderCodes(claim)].every((code) => codes.has(code)) &&
    namesIn(claim.replace(PLACEHOLDER, ' ')).every((name) => wordsOf(name).every((word) => given.has(word)))
  );
}

/** What a text names: the words of its names and placeholders, and its numbers in digits, in small letters. */
export function namedWords(text: string): readonly string[] {
  const names = namesIn(text.replace(PLACEHOLDER, ' '));
  return wordsOf([...names, ...(text.match(PLACEHOLDER) ?? []), ...(text.match(DIGITS) ?? [])].join(' '));
}

const DIGITS = /(?<![\p{L}\p{N}])\d[\p{L}\p{N}[.,:\/\-]]*/gv;

/** Each part of a placeholder with its kind, so that "Ruiz" stands in "Ana Ruiz". */
function placeholderCodes(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(PLACEHOLDER)].flatMap(({ 1: kind = '', 2: codes = '' }) =>
      codes.split('.').map((code) => `${kind}:${code}`),
    ),
  );
}

function namesIn(text: string): string[] {
  const words = [...text.matchAll(WORD)];
  return words
    .filter(({ 0: word, index }, at) => {
      if (!/^\p{Lu}/u.test(word) || isMonth(word)) return false; // Dates are checked as such.
      const startsSentence = at === 0 || /[.!?:;|\n]["'’”)]*\s*["'“(]*$/u.test(text.slice(0, index));
      return !startsSentence || isNameAtStart(word, words[at + 1]?.[0] ?? '');
    })
    .map(({ 0: word }) => word);
}

/** At a sentence's start every word has a capital: a name shows by the next one, or by not being a common word. */
export function isNameAtStart(word: string, next: string): boolean {
  const small = word.toLowerCase();
  if (STARTERS.has(small)) return false;
  return /^\p{Lu}/u.test(next) || /^\p{Lu}{2}/u.test(word) || !COMMON_ENDING.test(small);
}

/** Words in small letters, without accents and what holds their parts together. */
export function wordsOf(text: string): string[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word }) =>
    word
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/['’]s$/, '')
      .split(/['’.&-]/)
      .filter((part) => part !== ''),
  );
}
