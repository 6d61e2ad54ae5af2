import type { Entity, EntityKind } from '../../domain/entity.ts';
import { countryWords } from './country-words.ts';
import { isCuedPlace } from './patterns/cued-places.ts';
import type { NamePart, PartScores } from './rampart-parts.ts';
import type { Word } from './text-windows.ts';

/** A run of words that are part of the same thing, by indexes. */
interface Run {
  readonly part: NamePart;
  readonly first: number;
  readonly last: number;
}

/**
 * From which score on a word counts. The model does not see capitals, so they decide with it: a capitalised word needs
 * little; one in capitals or, where nothing has a capital, in lower case needs more; a lower-case word in a text with
 * capitals much. Fitted on Presidio's synthetic set, and on contracts and abstracts for what must not be found.
 */
const NAME_THRESHOLDS = { capitalised: 0.3, allCapitals: 0.5, caseless: 0.5, lowerCase: 0.85 };
const PART_THRESHOLDS = { place: 0.4, number: 0.5 };

/** Entities out of the words' scores: names that touch become one person, parts of an address one address. */
export function entitiesOf(text: string, words: readonly Word[], scores: readonly PartScores[]): Entity[] {
  const isCaseless = !/\p{Lu}/u.test(text);
  const isCountry = countryWords(words);
  const parts = words.map((word, at) => {
    const part = partOf(word, scores[at], isCaseless);
    return part === 'NONE' && isCountry[at] === true ? 'AREA' : part;
  });
  const runs = joinAddresses(text, words, runsOf(text, words, parts));
  return runs.flatMap((run) => toEntity(text, words, scores, widened(text, words, run)));
}

function partOf(word: Word, scores: PartScores | undefined, isCaseless: boolean): NamePart {
  if (scores === undefined || !/[\p{L}\p{N}]/u.test(word.text)) return 'NONE';
  if (scores.PERSON >= nameThreshold(word.text, isCaseless)) return 'PERSON';
  if (scores.PLACE + scores.AREA >= PART_THRESHOLDS.place) return scores.PLACE >= scores.AREA ? 'PLACE' : 'AREA';
  if (scores.ID + scores.PHONE >= PART_THRESHOLDS.number) return scores.PHONE >= scores.ID ? 'PHONE' : 'ID';
  return 'NONE';
}

function nameThreshold(word: string, isCaseless: boolean): number {
  if (/\p{N}/u.test(word)) return Number.POSITIVE_INFINITY;
  if (/^\p{Lu}{2,}$/u.test(word)) return NAME_THRESHOLDS.allCapitals;
  if (/^\p{Lu}/u.test(word)) return NAME_THRESHOLDS.capitalised;
  return isCaseless || /^\p{Lo}/u.test(word) ? NAME_THRESHOLDS.caseless : NAME_THRESHOLDS.lowerCase;
}

/** Signs between the parts of an address, and those of mail that quotes one or could not read it, before each line. */
const IN_ADDRESS = "(?:[\\s,.(#/'’:-]|\\n[ ]?[>?]{1,3})*";

/** What may stand between two words of one run. */
const GLUE: Readonly<Record<NamePart, RegExp>> = {
  PERSON: /^[ \t]{0,4}[-'’.]?[ \t]{0,4}(?:\p{Lu}\.[ \t]{0,4}){0,2}$/u,
  PLACE: new RegExp(`^${IN_ADDRESS}(?:(?:\\p{L}{1,4}|\\p{N}{1,5})${IN_ADDRESS})?$`, 'u'),
  AREA: /^[\s,.('’-]*$/u,
  PHONE: /^[\s().+x/-]*$/u,
  ID: /^[\s./-]*$/u,
  NONE: /^$/u,
};

function runsOf(text: string, words: readonly Word[], parts: readonly NamePart[]): Run[] {
  const runs: Run[] = [];
  parts.forEach((part, at) => {
    if (part === 'NONE') return;
    const run = runs.at(-1);
    if (run?.part === part && GLUE[part].test(between(text, words, run.last, at))) {
      runs[runs.length - 1] = { ...run, last: at };
    } else {
      runs.push({ part, first: at, last: at });
    }
  });
  return runs;
}

/** Streets, towns and codes that follow each other make one address. */
function joinAddresses(text: string, words: readonly Word[], runs: readonly Run[]): Run[] {
  const joined: Run[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (
      before !== undefined &&
      isAddress(before) &&
      isAddress(run) &&
      GLUE.PLACE.test(between(text, words, before.last, run.first))
    ) {
      joined[joined.length - 1] = {
        part: before.part === 'PLACE' ? 'PLACE' : run.part,
        first: before.first,
        last: run.last,
      };
    } else {
      joined.push(run);
    }
  }
  return joined;
}

function isAddress({ part }: Run): boolean {
  return part === 'PLACE' || part === 'AREA';
}

const TITLES = /^(?:mr|mrs|ms|miss|mx|dr|prof|sir|dame|rev|señora?|srta|sra?|doña|don|herr|frau|mme|mlle)$/iu;

/** A name with the title before it, an address with the number before it and the postal code behind it. */
function widened(text: string, words: readonly Word[], run: Run): Run {
  const isNext = (a: number, b: number) => /^\.?[ ]{1,2}$/.test(between(text, words, a, b));
  const fits = (at: number, pattern: RegExp) => pattern.test(words[at]?.text ?? '');
  const { part, first, last } = run;
  if (part === 'PERSON') {
    const title = fits(first - 1, /^\.$/) ? first - 2 : first - 1;
    return fits(title, TITLES) && isNext(title, first) ? { ...run, first: title } : run;
  }
  if (part !== 'PLACE') return run;
  const leads = fits(first - 1, /^\p{N}{1,4}\p{L}?$/u) && isNext(first - 1, first);
  const trails = fits(last + 1, /^\p{N}{4,6}$/u) && isNext(last, last + 1);
  return { part, first: first - Number(leads), last: last + Number(trails) };
}

function between(text: string, words: readonly Word[], a: number, b: number): string {
  return text.slice(words[a]?.end, words[b]?.start);
}

const KIND_OF_PART: Partial<Record<NamePart, EntityKind>> = {
  PERSON: 'PERSON',
  PLACE: 'ADDRESS',
  PHONE: 'PHONE',
  ID: 'ID',
};

function toEntity(text: string, words: readonly Word[], scores: readonly PartScores[], run: Run): Entity[] {
  const start = words[run.first]?.start;
  const end = words[run.last]?.end;
  if (start === undefined || end === undefined) return [];
  const kind = kindOf(text, run, start, end);
  if (kind === undefined) return [];
  const own = scores.slice(run.first, run.last + 1).filter((score) => score.NONE < 1);
  const confidence = own.reduce((sum, score) => sum + 1 - score.NONE, 0) / Math.max(1, own.length);
  if (run.part === 'AREA') return [{ kind, start, end, confidence }];
  const value = text.slice(start, end);
  return IS_LIKELY[kind]?.(value, text.slice(end, end + 16), confidence) === false
    ? []
    : [{ kind, start, end, confidence }];
}

/** An area, a town say, is an address where the text says that somebody is from there, lives there or is there. */
function kindOf(text: string, { part }: Run, start: number, end: number): EntityKind | undefined {
  if (part === 'AREA') return isCuedPlace(text, start) ? 'ADDRESS' : undefined;
  return part === 'PLACE' && fillsCell(text, start, end) ? 'PERSON' : KIND_OF_PART[part];
}

/** Whether two to four words with capitals are all of a table's cell: a person's name rather than a street's. */
function fillsCell(text: string, start: number, end: number): boolean {
  const isBordered =
    /\|[ ]*$/.test(text.slice(Math.max(0, start - 4), start)) && /^[ ]*(?:\||\n|$)/.test(text.slice(end, end + 4));
  return isBordered && /^\p{Lu}\p{L}+(?:[ ]\p{Lu}[\p{L}.'’-]*){1,3}$/u.test(text.slice(start, end));
}

/** Follows the name of a company that is called after people. */
const COMPANY_NEXT =
  /^[,]?[ ](?:Inc|LLC|L\.L\.C|Ltd|LLP|PLC|plc|Corp|Corporation|GmbH|AG|S\.A|SpA|B\.V|N\.V|Co|Company|Group|Holdings)(?!\p{L})/u;

/** From which confidence on a lone postal code counts. */
const LONE_CODE_CONFIDENCE = 0.9;

/** What the model takes for an entity and its form speaks against. */
const IS_LIKELY: Partial<Record<EntityKind, (value: string, next: string, confidence: number) => boolean>> = {
  PERSON: (value, next) => /\p{L}{2}|\p{Lo}/u.test(value) && !COMPANY_NEXT.test(next),
  ADDRESS: (value, _next, confidence) =>
    /\p{L}{3}/u.test(value) ? /[\s\p{N}]/u.test(value) : /\p{N}{5}/u.test(value) && confidence >= LONE_CODE_CONFIDENCE,
  PHONE: (value) => value.replace(/\P{N}/gu, '').length >= 6,
  ID: (value) => value.replace(/\P{N}/gu, '').length >= 5,
};
