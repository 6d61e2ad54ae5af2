import { getCountrySpecifications, isValidIBAN } from 'ibantools';
import type { Entity } from '../../../domain/entity.ts';
import { GAP } from '../../../domain/folded-text.ts';

const COUNTRIES = getCountrySpecifications();

/** Two letters of a country and two check digits; what follows is as long as the country has it. */
const IBAN_START = new RegExp(`(?<![\\p{L}\\p{N}])[A-Za-z]${GAP}[A-Za-z]${GAP}[0-9OoIlSB]${GAP}[0-9OoIlSB]`, 'gu');
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

/** As it stands, and with letters that are easily misread taken for digits; of those that banks have, each or none. */
function readings(text: string): string[] {
  const plain = withCheckDigits(compact(text));
  const round = plain.slice(0, 4) + plain.slice(4).replace(/O/g, '0').replace(/[IL]/g, '1');
  const unsure = round.slice(4).match(/[SBZ]/g)?.length ?? 0;
  return [
    plain,
    round,
    ...(unsure > MOST_UNSURE ? [] : spellings(round.slice(4)).map((rest) => round.slice(0, 4) + rest)),
  ];
}

/** Most letters of which each may be a digit: 16 readings, of which the checksum lets one in 97 pass by chance. */
const MOST_UNSURE = 4;

/** Every way to take some of the letters for digits. */
function spellings(text: string): string[] {
  const at = text.search(/[SBZ]/);
  if (at < 0) return [text];
  const sign = text.charAt(at);
  return spellings(text.slice(at + 1)).flatMap((rest) =>
    [sign, MISREAD[sign] ?? sign].map((reading) => text.slice(0, at) + reading + rest),
  );
}

const MISREAD: Readonly<Record<string, string>> = { S: '5', B: '8', Z: '2' };

function withCheckDigits(iban: string): string {
  const digits = iban.slice(2, 4).replace(/O/g, '0').replace(/[IL]/g, '1').replace(/S/g, '5').replace(/B/g, '8');
  return iban.slice(0, 2) + digits + iban.slice(4);
}

function compact(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
}
