import { isIPv4, isIPv6 } from 'node:net';
import type { Entity } from '../../../domain/entity.ts';
import { HIDDEN } from '../../../domain/folded-text.ts';

const DOT = `(?:[ ${HIDDEN}]?\\.[ ${HIDDEN}]?|\\[\\.\\]|\\.\\n {0,8})`;
const FOUR = new RegExp(`(?<![\\p{L}\\p{N}]|\\p{N}\\.)\\d{1,3}(?:${DOT}\\d{1,3}){3}(?![\\p{L}\\p{N}]|\\.\\p{N})`, 'gu');
const SIX =
  /(?<![\p{L}\p{N}:.])(?=[0-9a-f\u00ad]{0,5}:)[0-9a-f:\u00ad]{3,60}(?:\.[\d.]{5,13})?(?:\n {0,8}[0-9a-f:]{1,40})?(?![\p{L}\p{N}:])/giu;

/** Numbers with three dots that are none: of a version, a section, a clause. */
const NUMBERING = /(?:version|ver|v|release|build|section|sec|clause|article|§)\.?\s*$/i;
/** A heading's number: small parts at the start of a line, words after it. */
const SMALL_PARTS = /^(?:[0-2]?\d\.){3}[0-2]?\d$/;

/** IP addresses, both versions. */
export function findIps(text: string): Entity[] {
  const four = Array.from(text.matchAll(FOUR)).filter(({ 0: match, index }) => isAddressOfFour(text, match, index));
  const six = Array.from(text.matchAll(SIX)).flatMap(({ 0: match, index }) => {
    const address = [match, match.split('\n', 1)[0] ?? '']
      .map((part) => part.replace(/[.:]$/, ''))
      .find(isAddressOfSix);
    return address === undefined ? [] : [{ 0: address, index }];
  });
  return [...four, ...six].map(({ 0: match, index }) => ({
    kind: 'IP',
    start: index,
    end: index + match.length,
    confidence: 1,
  }));
}

function isAddressOfFour(text: string, match: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 12), index);
  const opensHeading =
    /(?:^|\n)[ #]*$/.test(before) && SMALL_PARTS.test(match) && /^ +\p{L}/u.test(text.slice(index + match.length));
  return isIPv4(plainIp(match)) && !NUMBERING.test(before) && !opensHeading;
}

/** At least three parts and a digit, so that `a::b` of a program is none. */
function isAddressOfSix(match: string): boolean {
  const plain = plainIp(match);
  return isIPv6(plain) && /\d/.test(plain) && plain.split(':').filter((part) => part !== '').length >= 3;
}

/** The address without what hides it. */
function plainIp(text: string): string {
  return text.toLowerCase().replace(/[^0-9a-f.:]/g, '');
}
