import type { Entity, EntityKind } from './entity.ts';
import { foldWord, isHonorific, nameTokens } from './entity-value.ts';

/** A text in which names are looked for. */
export interface NameSource {
  readonly text: string;
  readonly entities: readonly Entity[];
  /** Whether names stand there without capitals, as in the name of a file. */
  readonly isCaseless?: boolean | undefined;
}

/** From which confidence on a name is looked for elsewhere: a wrong one would be wrong everywhere. */
const LEAST_CONFIDENCE = { PERSON: 0.8, ADDRESS: 0.5 };

/** Confidence of what was found because it was found elsewhere. */
const FOUND_AGAIN = 0.8;

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

const NAME_WORD = /[\p{L}\p{M}](?:[\p{L}\p{M}\p{N}]|['’](?=\p{L}{2}))*/gv;
const WORD = /[\p{L}\p{M}\p{N}]+/gv;
const LONE_LOWER_CASE = /(?<![^\s("“'‘])\p{Ll}[\p{L}\p{M}]*(?=[\s,;:!?)"”'’]|\.?(?:\s|$))/gu;
const BETWEEN = /^[\s_.,·-]{1,3}$/u;

/**
 * Where the names that were found in some of the texts stand in any of them, found there or not: whole, with the last
 * name first, or by one distinctive word; and the street and number of the addresses. One list a text, in their order.
 */
export function propagateNames(sources: readonly NameSource[]): Entity[][] {
  const names = sources.flatMap((source) => confidentValues(source, 'PERSON'));
  const lowerCase = lowerCaseWords(sources.filter(({ isCaseless }) => !isCaseless));
  const alone = new Set(names.flatMap(distinctiveTokens).filter((token) => !lowerCase.has(token)));
  const whole = byFirstWord(names.map(nameTokens).flatMap(withLastNameFirst));
  const streets = byFirstWord(sources.flatMap((source) => confidentValues(source, 'ADDRESS')).flatMap(streetTokens));

  return sources.map(({ text, isCaseless = false }) => {
    const isKnown = ({ token, isCapitalised }: TextWord) => (isCapitalised || isCaseless) && alone.has(token);
    return [
      ...findSequences(text, wordsOf(text, NAME_WORD), { kind: 'PERSON', sequences: whole, isKnown }),
      ...findSequences(text, wordsOf(text, WORD), { kind: 'ADDRESS', sequences: streets, isKnown: () => false }),
    ];
  });
}

function confidentValues({ text, entities }: NameSource, kind: 'PERSON' | 'ADDRESS'): string[] {
  return entities
    .filter((entity) => entity.kind === kind && entity.confidence >= LEAST_CONFIDENCE[kind])
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
  return wordsOf(name, NAME_WORD)
    .filter(({ isCapitalised }) => isCapitalised)
    .map(({ token }) => token)
    .filter(
      (token) =>
        token.length >= LEAST_LETTERS && !AMBIGUOUS.has(token) && nameTokens(token)[0] === token && !isHonorific(token),
    );
}

/** A name of two words and more, as it stands and with its last word first. */
function withLastNameFirst(tokens: readonly string[]): (readonly string[])[] {
  return tokens.length < 2 ? [] : [tokens, [...tokens.slice(-1), ...tokens.slice(0, -1)]];
}

/** Street and number, the part of an address that stands by itself elsewhere, if it says enough. */
function streetTokens(address: string): (readonly string[])[] {
  const line = address.replace(/[,\n;].*$/s, '');
  return /\p{L}{4}/u.test(line) && /\p{N}/u.test(line) ? [wordsOf(line, WORD).map(({ token }) => token)] : [];
}

function byFirstWord(sequences: readonly (readonly string[])[]): Map<string, (readonly string[])[]> {
  const unique = new Map(sequences.map((sequence) => [sequence.join(' '), sequence]));
  return Map.groupBy(unique.values(), (sequence) => String(sequence[0]));
}

interface TextWord {
  /** In lower case, without accents. */
  readonly token: string;
  readonly start: number;
  readonly end: number;
  readonly isCapitalised: boolean;
}

function wordsOf(text: string, pattern: RegExp): TextWord[] {
  return Array.from(text.matchAll(pattern), ({ 0: word, index }) => ({
    token: foldWord(word).replace(/['’]/g, ''),
    start: index,
    end: index + word.length,
    isCapitalised: /^\p{Lu}/u.test(word),
  }));
}

interface Sought {
  readonly kind: EntityKind;
  readonly sequences: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Whether a word by itself is one. */
  readonly isKnown: (word: TextWord) => boolean;
}

/** Words in the order of one of the sequences, and known words; where several fit, the longest. */
function findSequences(text: string, words: readonly TextWord[], { kind, sequences, isKnown }: Sought): Entity[] {
  const found: Entity[] = [];
  let next = 0;
  words.forEach((word, at) => {
    if (at < next) return;
    const fitting = (sequences.get(word.token) ?? []).filter((sequence) => standsAt(text, words, at, sequence));
    const length = Math.max(isKnown(word) ? 1 : 0, ...fitting.map((sequence) => sequence.length));
    const last = words[at + length - 1];
    if (length === 0 || last === undefined) return;
    found.push({ kind, start: word.start, end: last.end, confidence: FOUND_AGAIN });
    next = at + length;
  });
  return found;
}

function standsAt(text: string, words: readonly TextWord[], at: number, sequence: readonly string[]): boolean {
  return sequence.every((token, offset) => {
    const word = words[at + offset];
    const isNear = offset === 0 || BETWEEN.test(text.slice(words[at + offset - 1]?.end, word?.start));
    return word?.token === token && isNear;
  });
}
