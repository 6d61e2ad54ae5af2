import type { Entity } from './entity.ts';
import { foldWord, nameTokens } from './entity-value.ts';

/** A text in which names are looked for. */
export interface NameSource {
  readonly text: string;
  readonly entities: readonly Entity[];
  /** Whether names stand there without capitals, as in the name of a file. */
  readonly isCaseless?: boolean | undefined;
}

/** From which confidence on a name is looked for elsewhere: a wrong one would be wrong everywhere. */
const LEAST_CONFIDENCE = 0.8;

/** Shortest word of a name that is looked for by itself: shorter ones are words and abbreviations too often. */
const LEAST_LETTERS = 3;

/** Words that are names as well. A word that the texts hold in lower case is left out without being listed. */
const AMBIGUOUS = new Set(
  (
    'will may mark grant rose hope faith grace bill page art sue pat guy rich frank dean king young long short best ' +
    'april june august monday friday sunday january march summer autumn winter north south east west street bank ' +
    'the and for von van der den del della los las san santa saint'
  ).split(' '),
);

const WORD = /[\p{L}\p{M}](?:[\p{L}\p{M}\p{N}]|['’](?=\p{L}{2}))*/gu;
const LONE_LOWER_CASE = /(?<![^\s("“'‘])\p{Ll}[\p{L}\p{M}]*(?=[\s,;:!?)"”'’]|\.?(?:\s|$))/gu;
const BETWEEN = /^[\s_.,·-]{1,3}$/u;

/**
 * Where the names that were found in some of the texts stand in any of them, found there or not: whole, with the last
 * name first, or by one distinctive word; and the street and number of the addresses. One list a text, in their order.
 */
export function propagateNames(sources: readonly NameSource[]): Entity[][] {
  const names = sources.flatMap(confidentNames);
  const lowerCase = lowerCaseWords(sources.filter(({ isCaseless }) => !isCaseless));
  const single = new Set(names.flatMap(distinctiveTokens).filter((token) => !lowerCase.has(token)));
  const whole = formsByFirstToken(names);
  const streets = new Set(sources.flatMap(streetLines));
  return sources.map((source) => [...findNames(source, single, whole), ...findStreets(source, streets)]);
}

function confidentNames({ text, entities }: NameSource): string[] {
  return entities
    .filter(({ kind, confidence }) => kind === 'PERSON' && confidence >= LEAST_CONFIDENCE)
    .map(({ start, end }) => text.slice(start, end));
}

/** Words that stand in lower case by themselves: not within an entity, a web address or the name of a file. */
function lowerCaseWords(sources: readonly NameSource[]): Set<string> {
  const words = sources.flatMap(({ text, entities }) => {
    const isEntity = new Uint8Array(text.length);
    for (const { start, end } of entities) isEntity.fill(1, start, end);
    return Array.from(text.matchAll(LONE_LOWER_CASE)).filter(({ index }) => isEntity[index] === 0);
  });
  return new Set(words.map(([word]) => foldWord(word)));
}

function distinctiveTokens(name: string): string[] {
  const capitalised = new Set((name.match(WORD) ?? []).filter((word) => /^\p{Lu}/u.test(word)).flatMap(nameTokens));
  return nameTokens(name).filter(
    (token) => capitalised.has(token) && token.length >= LEAST_LETTERS && !AMBIGUOUS.has(token),
  );
}

/** Names of two words and more, also with the last word first, by their first word. */
function formsByFirstToken(names: readonly string[]): Map<string, string[][]> {
  const forms = new Map<string, string[][]>();
  for (const tokens of new Map(names.map((name) => [name.toLowerCase(), nameTokens(name)])).values()) {
    if (tokens.length < 2) continue;
    for (const form of [tokens, [...tokens.slice(-1), ...tokens.slice(0, -1)]]) {
      const [first = ''] = form;
      forms.set(first, [...(forms.get(first) ?? []), form]);
    }
  }
  return forms;
}

/** Street and number, the part of an address that stands by itself elsewhere; in lower case, blanks made one. */
function streetLines({ text, entities }: NameSource): string[] {
  return entities
    .filter(({ kind }) => kind === 'ADDRESS')
    .map(({ start, end }) => oneSpaced(text.slice(start, end).replace(/[,\n;].*$/s, '')))
    .filter((line) => /\p{L}{4}/u.test(line) && /\p{N}/u.test(line));
}

function findStreets({ text }: NameSource, streets: ReadonlySet<string>): Entity[] {
  return Array.from(streets).flatMap((street) => {
    const pattern = street.replace(/[^\p{L}\p{N}\s]/gu, '.').replaceAll(' ', '\\s+');
    const found = text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'giu'));
    return Array.from(found, ({ 0: match, index }) => ({
      kind: 'ADDRESS' as const,
      start: index,
      end: index + match.length,
      confidence: LEAST_CONFIDENCE,
    }));
  });
}

function oneSpaced(text: string): string {
  return text.trim().toLowerCase().replace(/\s+/g, ' ');
}

interface TextWord {
  readonly token: string;
  readonly start: number;
  readonly end: number;
  readonly isCapitalised: boolean;
}

function findNames({ text, isCaseless }: NameSource, single: Set<string>, whole: Map<string, string[][]>): Entity[] {
  const words: TextWord[] = Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({
    token: foldWord(word).replace(/['’]/g, ''),
    start: index,
    end: index + word.length,
    isCapitalised: isCaseless === true || /^\p{Lu}/u.test(word),
  }));
  const found: Entity[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const length = matchLength(text, words, at, { single, whole });
    const [first, last] = [words[at], words[at + length - 1]];
    if (length === 0 || first === undefined || last === undefined) continue;
    found.push({ kind: 'PERSON', start: first.start, end: last.end, confidence: LEAST_CONFIDENCE });
    at += length - 1;
  }
  return found;
}

/** How many words from `at` on are a known name; the longest counts. */
function matchLength(
  text: string,
  words: readonly TextWord[],
  at: number,
  { single, whole }: { readonly single: Set<string>; readonly whole: Map<string, string[][]> },
): number {
  const word = words[at];
  const forms = whole.get(word?.token ?? '') ?? [];
  const lengths = forms.filter((form) => standsAt(text, words, at, form)).map((form) => form.length);
  const alone = word?.isCapitalised === true && single.has(word.token) ? 1 : 0;
  return Math.max(alone, ...lengths);
}

function standsAt(text: string, words: readonly TextWord[], at: number, form: readonly string[]): boolean {
  return form.every((token, offset) => {
    const word = words[at + offset];
    const before = words[at + offset - 1];
    const isNear = offset === 0 || BETWEEN.test(text.slice(before?.end, word?.start));
    return word?.token === token && isNear;
  });
}
