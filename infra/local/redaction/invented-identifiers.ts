import { composeIBAN, isValidBBAN } from 'ibantools';
import { type CountryCode, getExampleNumber } from 'libphonenumber-js';
import examples from 'libphonenumber-js/mobile/examples';
import type { EntityKind } from '#shared/domain/entity.ts';

/** What has a form or a checksum, and is found without a model. */
export const STRUCTURED_KINDS = ['CARD', 'IBAN', 'SSN', 'ID', 'EMAIL', 'PHONE', 'IP'] as const satisfies EntityKind[];
export type StructuredKind = (typeof STRUCTURED_KINDS)[number];

/** A number from 0 to below 1. */
type Random = () => number;

/** A value that belongs to nobody: valid by form and checksum, of a range for examples where there is one. */
export function inventedIdentifier(kind: StructuredKind, random: Random): string {
  return MAKERS[kind](random);
}

const MAKERS: Readonly<Record<StructuredKind, (random: Random) => string>> = {
  CARD: inventedCard,
  IBAN: inventedIban,
  SSN: (random) => `${between(random, 100, 665)}-${between(random, 10, 99)}-${between(random, 1000, 9999)}`,
  ID: (random) => pick(random, [inventedDni, inventedNino])(random),
  EMAIL: (random) =>
    `${pick(random, GIVEN)}${pick(random, ['.', '_', '-', ''])}${pick(random, FAMILY)}${pick(random, ['', '7', '82'])}@${pick(random, HOSTS)}`,
  PHONE: inventedPhone,
  IP: (random) => pick(random, [inventedIp4, inventedIp6])(random),
};

const GIVEN = ['ana', 'thomas', 'helena', 'marco', 'ingrid', 'yusuf', 'beatrice', 'joao'];
const FAMILY = ['ruiz', 'okafor', 'shaw', 'conti', 'larsen', 'demir', 'holloway', 'pereira'];
/** Source: RFC 2606, names that belong to nobody. */
const HOSTS = ['example.com', 'example.org', 'mail.example.net', 'accounts.example.co.uk'];

/** Prefixes and lengths of brands in use. Source: ISO/IEC 7812 ranges as `card-validator` lists them. */
const BRANDS: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['34', 15],
  ['37', 15],
  ['6011', 16],
  ['3528', 16],
];

function inventedCard(random: Random): string {
  const [prefix, length] = pick(random, BRANDS);
  const body = prefix + digits(random, length - prefix.length - 1);
  const number = [...'0123456789'].map((last) => body + last).find(passesLuhn) ?? body;
  const groups = length === 15 ? /^(\d{4})(\d{6})(\d{5})$/ : /^(\d{4})(\d{4})(\d{4})(\d{4})$/;
  return random() < 0.5
    ? number
    : number.replace(groups, (_all, ...parts) => parts.slice(0, length === 15 ? 3 : 4).join(' '));
}

/** Source: ISO/IEC 7812-1, annex B. */
function passesLuhn(number: string): boolean {
  const sum = [...number].reverse().reduce((total, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** Countries whose account numbers are digits alone, with their lengths, and one with the letters of its bank. */
const BANKS: readonly (readonly [country: string, letters: string, length: number])[] = [
  ['DE', '', 18],
  ['GB', 'WEST', 14],
  ['NL', 'ABNA', 10],
  ['AT', '', 16],
  ['CH', '', 17],
  ['DK', '', 14],
  ['PL', '', 24],
];

function inventedIban(random: Random): string {
  const [countryCode, letters, length] = pick(random, BANKS);
  for (;;) {
    const bban = letters + digits(random, length);
    // Some countries have check digits of their own inside; their libraries say which numbers are whole.
    const iban = isValidBBAN(bban, countryCode) ? composeIBAN({ countryCode, bban }) : null;
    if (iban !== null) return random() < 0.5 ? iban : (iban.match(/.{1,4}/g) ?? []).join(' ');
  }
}

/** Source: Real Decreto 1553/2005, the letter by the number modulo 23. */
function inventedDni(random: Random): string {
  const number = between(random, 10_000_000, 99_999_999);
  return `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}`;
}

/** Source: HMRC manual NIM39110. */
function inventedNino(random: Random): string {
  return `${pick(random, ['AB', 'JN', 'PW', 'CE'])} ${between(random, 10, 99)} ${between(random, 10, 99)} ${between(random, 10, 99)} ${pick(random, ['A', 'B', 'C', 'D'])}`;
}

const COUNTRIES: readonly CountryCode[] = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'NL', 'PT', 'MX', 'IN', 'BR', 'CH'];

/** An example number of a country with its last digits drawn anew, as it is dialled from abroad or, in the US, at home. */
function inventedPhone(random: Random): string {
  const country = pick(random, COUNTRIES);
  const example = getExampleNumber(country, examples);
  const shown = country === 'US' && random() < 0.5 ? example?.formatNational() : example?.formatInternational();
  return String(shown).replace(/\d(?=\D*\d?\D*$)/g, () => digits(random, 1));
}

/** Source: RFC 5737 and RFC 3849, addresses for documentation. */
function inventedIp4(random: Random): string {
  return `${pick(random, ['192.0.2', '198.51.100', '203.0.113'])}.${between(random, 1, 254)}`;
}

function inventedIp6(random: Random): string {
  const group = () => between(random, 0x1000, 0xffff).toString(16);
  return pick(random, [`2001:db8::${group()}:${group()}`, `2001:db8:${group()}:${group()}::1`]);
}

/** One of some, by chance. */
export function pick<Item>(random: Random, items: readonly [Item, ...Item[]] | readonly Item[]): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('there is nothing to pick from');
  return item;
}

function digits(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(random() * 10)).join('');
}

function between(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}
