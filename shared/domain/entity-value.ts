import type { EntityKind } from './entity.ts';
import { foldText } from './folded-text.ts';

/** Words before or after a name that are no part of it. */
const HONORIFICS = new Set(
  (
    'mr mrs ms miss mx dr prof professor sir dame rev reverend hon judge herr frau señor senor señora senora sr sra ' +
    'srta don doña dona mme mlle monsieur madame sig dott jr phd md esq'
  ).split(' '),
);

/** Whether a word, in lower case and without accents, is a title of address and no name. */
export function isHonorific(word: string): boolean {
  return HONORIFICS.has(word);
}

/** Signs that optical recognition and people write for digits. */
const MISREAD: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', '|': '1', S: '5', B: '8', Z: '2' };

/**
 * What of a found value counts, so that all its spellings get one placeholder: one value for most kinds, and the words
 * of a name, in their order, for a person. Never empty.
 */
export function entityValues(kind: EntityKind, text: string): string[] {
  return kind === 'PERSON' ? nameTokens(text) : [NORMALISERS[kind](foldText(text))];
}

const NORMALISERS: Readonly<Record<Exclude<EntityKind, 'PERSON'>, (text: string) => string>> = {
  ADDRESS: (text) => foldWord(text.replace(/[^\p{L}\p{M}\p{N}]+/gv, ' ')).trim(),
  EMAIL: plainEmail,
  PHONE: plainPhone,
  CARD: plainDigits,
  IBAN: plainIban,
  SSN: plainDigits,
  IP: (text) => text.toLowerCase().replace(/[^0-9a-f.:]/g, ''),
  ID: (text) => text.toUpperCase().replace(/[^\p{L}\p{N}]/gv, ''),
};

/** Words of a name: lower case, no accents, no honorifics, no initials; a name of nothing else stays whole. */
export function nameTokens(text: string): string[] {
  const words = foldWord(foldText(text).replace(/['’`]s\b/gu, ''))
    .replace(/['’`]/gu, '')
    .split(/[^\p{L}\p{M}\p{N}]+/v)
    .filter((word) => word !== '');
  const tokens = words.filter((word) => word.length > 1 && !HONORIFICS.has(word));
  return tokens.length > 0 ? tokens : [words.join(' ')];
}

/** Lower case without accents, as names and terms are compared. */
export function foldWord(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The address as a mail server takes it, also when it was written out. */
function plainEmail(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s]*[[({<]\s*(?:at|@|arroba)\s*[\])}>]\s*|\s+(?:at|arroba)\s+/g, '@')
    .replace(/[\s]*[[({<]\s*(?:dot|\.|punto)\s*[\])}>]\s*|\s+(?:dot|punto)\s+/g, '.')
    .replace(/[\s\u00ad]/g, '');
}

/** Digits, those too that were misread. */
function plainDigits(text: string): string {
  return text
    .toUpperCase()
    .replace(/[OIL|SBZ]/g, digitFor)
    .replace(/\D/g, '');
}

/** Digits without the extension, the sign for foreign calls and the default country's code, as E.164 orders them. */
function plainPhone(text: string): string {
  const digits = plainDigits(text.replace(/(?<=\d[ ,]*)(?:x|ext).*$/i, '')).replace(/^00/, '');
  return digits.replace(/^1(?=\d{10}$)/, '');
}

/** Letters and digits; after the country and its check digits, what only looks like a letter stays one. */
function plainIban(text: string): string {
  const plain = text.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return plain.slice(0, 2) + plain.slice(2, 4).replace(/[OIL]/g, digitFor) + plain.slice(4);
}

function digitFor(sign: string): string {
  return String(MISREAD[sign]);
}
