import { foldWord } from '../../domain/entity-value.ts';
import type { Word } from './text-windows.ts';

/** Languages in which countries are known by name: those of the name model. */
const LANGUAGES = ['en', 'es', 'fr', 'de', 'it', 'pt', 'nl'];

/** Most words of a country's name, punctuation among them: "Democratic Republic of the Congo". */
const MOST_WORDS = 6;

/** Names in use that differ from those of CLDR. */
const OTHER_NAMES = [
  "People's Republic of China",
  'Democratic Republic of the Congo',
  'Republic of Ireland',
  'USA',
  'UK',
];

interface Countries {
  readonly names: ReadonlySet<string>;
  /** By which most texts are passed over quickly. */
  readonly firstWords: ReadonlySet<string>;
}

let read: Countries | undefined;

/** Which words are part of a country's name, the longest that fits; one mark for each word. */
export function countryWords(words: readonly Word[]): boolean[] {
  const { names, firstWords } = countries();
  const tokens = words.map((word) => foldWord(word.text));
  const marks = new Array<boolean>(words.length).fill(false);
  for (let at = 0; at < words.length; at += 1) {
    const length = firstWords.has(tokens[at] ?? '') ? countryLength(names, tokens, at) : 0;
    marks.fill(true, at, at + length);
    at += Math.max(0, length - 1);
  }
  return marks;
}

/** Read at the first call, which takes some 30 ms, and not when a function starts. */
function countries(): Countries {
  if (read === undefined) {
    const names = new Set([...OTHER_NAMES, ...LANGUAGES.flatMap(countryNames)].map(folded));
    read = { names, firstWords: new Set([...names].map((name) => name.split(' ', 1)[0] ?? '')) };
  }
  return read;
}

function countryLength(names: ReadonlySet<string>, tokens: readonly string[], at: number): number {
  for (let length = MOST_WORDS; length > 0; length -= 1) {
    if (names.has(tokens.slice(at, at + length).join(' '))) return length;
  }
  return 0;
}

/** Names of the regions that ISO 3166-1 gives two letters, as CLDR has them. */
function countryNames(language: string): string[] {
  const names = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => names.of(first + second)))
    .filter((name) => name !== undefined);
}

function folded(name: string): string {
  return Array.from(foldWord(name).matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gv), ([part]) => part).join(' ');
}
