import { getCountrySpecifications, isValidIBAN } from 'ibantools';
import type { Entity } from '../../../domain/entity.ts';
import { GAP } from '../../../domain/folded-text.ts';

const COUNTRIES = getCountrySpecifications();

/** Two letters of a country and two check digits; what follows is as long as the country has it. */
const IBAN_START = new RegExp(`(?<![\\p{L}\\p{N}])[A-Za-z]${GAP}[A-Za-z]${GAP}[0-9OoIl]${GAP}[0-9OoIl]`, 'gu');
const NEXT_SIGN = new RegExp(`${GAP}([A-Za-z0-9])`, 'y');

/** Bank accounts: the country's length and the checksum modulo 97 (ISO 13616). */
export function findIbans(text: string): Entity[] {
  return Array.from(text.matchAll(IBAN_START)).flatMap(({ 0: head, index }) => {
    const end = ibanEnd(text, index, head);
    return end === undefined ? [] : [{ kind: 'IBAN' as const, start: index, end, confidence: 1 }];
  });
}

/** Offset just past the account number that starts at `start`, if a valid one does. */
function ibanEnd(text: string, start: number, head: string): number | undefined {
  const length = lengthIn(compact(head).slice(0, 2));
  let end = start + head.length;
  let count = compact(head).length;
  while (count < length) {
    NEXT_SIGN.lastIndex = end;
    const match = NEXT_SIGN.exec(text);
    if (match === null) return undefined;
    end += match[0].length;
    count += 1;
  }
  const isWhole = !/[\p{L}\p{N}]/u.test(text[end] ?? '');
  return isWhole && readings(text.slice(start, end)).some((reading) => isValidIBAN(reading)) ? end : undefined;
}

/** Characters of the country's numbers; more than any text has for a country without any. */
function lengthIn(country: string): number {
  return COUNTRIES[country]?.chars ?? Number.POSITIVE_INFINITY;
}

/** As it stands, and with letters that are easily misread taken for digits. */
function readings(text: string): string[] {
  const plain = compact(text);
  return [plain, plain.slice(0, 4) + plain.slice(4).replace(/O/g, '0').replace(/[IL]/g, '1')].map(withCheckDigits);
}

function withCheckDigits(iban: string): string {
  return iban.slice(0, 2) + iban.slice(2, 4).replace(/O/g, '0').replace(/[IL]/g, '1') + iban.slice(4);
}

function compact(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
}
