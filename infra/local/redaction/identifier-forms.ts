import { pick, type StructuredKind } from './invented-identifiers.ts';

type Random = () => number;
type Rewrite = (value: string, random: Random) => string;

/** How values are written so that a simple search misses them. */
export const FORMS = [
  'plain',
  'spaces',
  'dashes',
  'other digits',
  'hidden signs',
  'misread',
  'broken line',
  'written out',
] as const;
export type Form = (typeof FORMS)[number];

/** The value in a form; undefined where the kind has no such form. */
export function inForm(form: Form, kind: StructuredKind, value: string, random: Random): string | undefined {
  if (form === 'plain') return value;
  const rewritten = REWRITES[form][kind]?.(value, random);
  return rewritten === value ? undefined : rewritten;
}

const REWRITES: Readonly<Record<Exclude<Form, 'plain'>, Partial<Record<StructuredKind, Rewrite>>>> = {
  spaces: {
    CARD: (value, random) => grouped(value, pick(random, [1, 2, 4]), ' '),
    IBAN: (value, random) => grouped(value, pick(random, [1, 2, 4]), ' '),
    SSN: (value) => value.replaceAll('-', ' '),
    ID: (value) => value.replace(/(?=[A-Z]$)/, ' ').replaceAll('  ', ' '),
    EMAIL: (value) => value.replace(/[.@](?=[^.@]*\.[^.@]*$|[^.@]*$)/g, ' $& '),
    PHONE: (value) => value.replace(/[-()]/g, ' ').replace(/ {2,}/g, ' ').trim(),
    IP: (value) => value.replace(/\./g, '. '),
  },
  dashes: {
    CARD: (value, random) => grouped(value, 4, pick(random, DASHES)),
    IBAN: (value, random) => grouped(value, 4, pick(random, DASHES)),
    SSN: (value, random) => value.replaceAll('-', pick(random, DASHES.slice(1))),
    ID: (value, random) => (value.includes(' ') ? value : value.replace(/(?=[A-Z]$)/, pick(random, DASHES))),
    PHONE: (value, random) => value.replace(/(?<=\d) (?=\d)/g, pick(random, DASHES)),
  },
  'other digits': {
    CARD: inOtherDigits,
    IBAN: inOtherDigits,
    SSN: inOtherDigits,
    PHONE: inOtherDigits,
    ID: inOtherDigits,
    IP: inOtherDigits,
  },
  'hidden signs': { CARD: hidden, IBAN: hidden, SSN: hidden, PHONE: hidden, EMAIL: hidden, ID: hidden, IP: hidden },
  misread: { CARD: misread, IBAN: misread, SSN: misread, PHONE: misread, ID: misread },
  'broken line': {
    CARD: brokenAtGroup,
    IBAN: brokenAtGroup,
    SSN: (value, random) => brokenAfter(value, /-/g, random),
    PHONE: (value, random) => brokenAfter(value, /(?<=\d)[ -](?=\d)/g, random).replace(' \n', '\n'),
    EMAIL: (value) => value.replace('@', '@\n'),
    IP: (value, random) => brokenAfter(value, /\./g, random),
  },
  'written out': {
    EMAIL: (value, random) => pick(random, WRITTEN_OUT)(value),
    IP: (value) => value.replaceAll('.', '[.]'),
  },
};

/** Hyphen, non-breaking hyphen, en dash and minus. */
const DASHES = ['-', '\u2011', '\u2013', '\u2212'];

/** First digits of scripts: Arabic-Indic, Devanagari, full width, mathematical bold. */
const ZEROS = [0x0660, 0x0966, 0xff10, 0x1d7ce];

const WRITTEN_OUT: readonly ((value: string) => string)[] = [
  (value) => value.replace('@', ' [at] ').replaceAll('.', ' [dot] '),
  (value) => value.replace('@', ' at ').replaceAll('.', ' dot '),
  (value) => value.replace('@', '(at)'),
];

function grouped(value: string, length: number, sign: string): string {
  const signs = value.replace(/[^\dA-Za-z]/g, '');
  return (signs.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join(sign);
}

function inOtherDigits(value: string, random: Random): string {
  const zero = pick(random, ZEROS);
  return value.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

/** A zero-width space or a soft hyphen, which nobody sees, at every third place or at one. */
function hidden(value: string, random: Random): string {
  const sign = pick(random, ['\u200b', '\u00ad']);
  const at = 1 + Math.floor(random() * (value.length - 1));
  return random() < 0.5 ? value.slice(0, at) + sign + value.slice(at) : value.replace(/\w{3}(?=\w)/g, `$&${sign}`);
}

/** Digits that optical recognition takes for letters. */
const LETTERS: Readonly<Record<string, readonly string[]>> = {
  '0': ['O', 'o'],
  '1': ['l', 'I'],
  '5': ['S'],
  '8': ['B'],
};

/** One digit as optical recognition reads it, not the first. */
function misread(value: string, random: Random): string {
  const places = Array.from(value.matchAll(/(?<=[\d ].*)[0158]/g), ({ index }) => index);
  if (places.length === 0) return value;
  const at = pick(random, places);
  return value.slice(0, at) + pick(random, LETTERS[value.charAt(at)] ?? []) + value.slice(at + 1);
}

function brokenAtGroup(value: string, random: Random): string {
  return value.includes(' ')
    ? brokenAfter(value, / /g, random).replace(' \n', '\n')
    : brokenAfter(value, /(?<=^.{4,}).(?=.{4})/g, random);
}

function brokenAfter(value: string, sign: RegExp, random: Random): string {
  const ends = Array.from(value.matchAll(sign), ({ 0: match, index }) => index + match.length);
  if (ends.length === 0) return value;
  const at = pick(random, ends);
  return `${value.slice(0, at)}\n${value.slice(at)}`;
}
