import cardValidator from 'card-validator';
import type { Entity } from '../../../domain/entity.ts';
import { GAP } from '../../../domain/folded-text.ts';

/** Signs that optical recognition takes for digits. */
const MISREAD: Readonly<Record<string, string>> = { O: '0', o: '0', l: '1', I: '1', '|': '1', S: '5', B: '8', Z: '2' };

const DIGIT = '[0-9OolI|SBZ]';
/** 13 to 19 digits. Source: ISO/IEC 7812-1; shorter brands are no longer issued. */
const CARD = new RegExp(`(?<![\\p{L}\\p{N}])(?=[0-9])${DIGIT}(?:${GAP}${DIGIT}){12,18}`, 'gu');

/** The shortest card number. Source: ISO/IEC 7812-1. */
const LEAST_DIGITS = 13;

/** Most signs of a card number that may have been misread; more would find cards in plain words. */
const MAX_MISREAD = 3;

/** Digits of the groups in which cards are printed or spelled: one piece, fours, those of Amex and Diners, ones, twos. */
const GROUPINGS = /^(?:1[3-9]|4,4,4,[1-4]|4,4,4,4,[1-3]|4,6,5|4,6,4|6,13|(?:1,){12,18}1|(?:2,){6,8}[12])$/;

/** Payment cards: length and prefix of a known brand, and Luhn's checksum. */
export function findCards(text: string): Entity[] {
  const found: Entity[] = [];
  CARD.lastIndex = 0;
  for (let match = CARD.exec(text); match !== null; match = CARD.exec(text)) {
    const length = cardLength(match[0], text[match.index + match[0].length]);
    if (length === undefined) {
      CARD.lastIndex = match.index + (match[0].match(/^[^\s.-]+/)?.[0].length ?? 1);
    } else {
      found.push({ kind: 'CARD', start: match.index, end: match.index + length, confidence: 1 });
      CARD.lastIndex = match.index + length;
    }
  }
  return found;
}

/** Characters of `run`, from its start, that are a card number: the longest such stretch that ends where a group does. */
function cardLength(run: string, next: string | undefined): number | undefined {
  const ends = groupEnds(run, next);
  return ends.reverse().find((end) => isCard(run.slice(0, end)));
}

function groupEnds(run: string, next: string | undefined): number[] {
  const ends = Array.from(run.matchAll(/[^\s.\u00ad-](?=[\s.\u00ad-])/g), ({ index }) => index + 1);
  return /[\p{L}\p{N}]/u.test(next ?? '') ? ends : [...ends, run.length];
}

/** Quick checks before slow ones: a table of numbers asks thousands of times. */
function isCard(text: string): boolean {
  const digits = cardDigits(text);
  const misread = text.match(/[OolI|SBZ]/g)?.length ?? 0;
  if (digits.length < LEAST_DIGITS || misread > MAX_MISREAD || !passesLuhn(digits)) return false;
  const isGrouped = [text, text.replace(/-?\n\s*/g, '')].some((reading) => GROUPINGS.test(groupLengths(reading)));
  return isGrouped && cardValidator.number(digits).isValid;
}

function groupLengths(text: string): string {
  const groups = text.replace(/\u00ad/g, '').split(/[\s.-]+/);
  return groups.map((group) => group.length).join(',');
}

/** Asked before the library, which takes a hundred times as long. Source: ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 1; at <= digits.length; at += 1) {
    const value = Number(digits[digits.length - at]);
    sum += at % 2 === 1 ? value : (value * 2) % 9 || value;
  }
  return sum % 10 === 0;
}

/** The number alone. */
function cardDigits(text: string): string {
  return text.replace(/[OolI|SBZ]/g, (sign) => MISREAD[sign] ?? sign).replace(/\D/g, '');
}
