import { createRequire } from 'node:module';
import type { MetadataJson } from 'libphonenumber-js';
import { findPhoneNumbersInText } from 'libphonenumber-js/core';
import type { Entity } from '../../../domain/entity.ts';
import { HIDDEN } from '../../../domain/folded-text.ts';
import { madeOnce } from '../../../domain/made-once.ts';

/** Where a number without a country code is dialled: most of the documents that we meet are from there. */
const DEFAULT_COUNTRY = 'US';

/** The numbering plans of the world, read at the first text that could hold a number of one: most questions hold none. */
const plans = madeOnce((): MetadataJson => createRequire(import.meta.url)('libphonenumber-js/metadata.min.json'));

/** Digits of the shortest number of any plan, country code included. Source: those plans, Austria and Germany among them. */
const LEAST_PLANNED = 6;

const CUE_WORDS =
  'tel|tele?phone|téléphone|teléfono|telefon|phone|ph|call|calling|called|fax|mobile|móvil|mobil|cell|cellphone|whatsapp|sms|text(?: me)?|answering at|ring|dial|reach (?:me|him|her|us)|contact|office|hotline|landline|voicemail';
/** A word that announces a phone number, at most a few words before it. */
const CUE_BEFORE = new RegExp(`(?<!\\p{L})(?:${CUE_WORDS})(?!\\p{L})[^\\n\\d]{0,25}\\n?[^\\n\\d]{0,5}$`, 'iu');
/** The same, behind the number: `089 72 63 41 office`. */
const CUE_AFTER = /^[ -]{1,3}(?:office|fax|mobile|cell|home|work|tel|phone)(?!\p{L})/iu;
/** Words that say what a number is instead. */
const OTHER_BEFORE =
  /(?:invoice|order|account|acct|ref(?:erence)?|id|no|number|section|page|total|amount|sum|ticket|case|claim|isbn|issn|doi|zip|serial|model|part|version|iban|ssn|card|passport|licen[cs]e)\.?(?:\s+(?:no|number|id))?\.?\s*[:#]?\s*$|[$€£¥#%/]\s?$/i;

/** Digits with the signs that part them in print, and an extension. */
const SHAPE = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(?:\\+ ?|00)?\\(?\\d{1,5}\\)?(?:[ ${HIDDEN}./-]{0,3}(?:\\n {0,8})?\\(?\\d{1,9}\\)?){0,7}(?:[ ,]*(?:x|ext\\.?|extension)[ .:]*\\d{1,6})?(?![\\p{N}]|[.,]\\d)`,
  'giu',
);

/** How phone numbers are printed in the default country, an extension included. */
const PRINTED =
  /(?<![\p{L}\p{N}]|[\p{N}][-. ])(?:(?:\+ ?|00)?\d{1,3}[-. ]{1,2})?(?:\(\d{3}\)[-. ]{0,2}|\d{3}[-.] ?|\d{3} (?=\d{3}-))\d{3}[-. ]{1,2}\d{4}(?:[ ,]*(?:x|ext\.?|extension)[ .:]*\d{1,6})?(?![\p{L}\p{N}]|-\p{N}|[.,]\p{N})/giu;

/** A run of digits that no phone number has; the library takes long over it. */
const NO_PHONE = /\d{19,}/g;

/** Digits of a phone number, country code included. Source: ITU-T E.164; the shortest local ones have 6. */
const DIGITS = { least: 6, most: 15 };

/** One that opens more than an area's number: the library passes over a number behind it. */
const OPEN_BRACKET = /\((?!\+?\d{1,5}\))/g;

/**
 * Phone numbers: international ones and those in print of the default country when the numbering plan has them, any
 * other when a word announces it. A plain run of digits is none without such a word.
 */
export function findPhones(text: string): Entity[] {
  const unbroken = text
    .replace(OPEN_BRACKET, ' ')
    .replace(/(?<=\d[-. ]?)\n(?= {0,8}[(\d])/g, ' ')
    .replaceAll(HIDDEN, ' ')
    .replace(NO_PHONE, (run) => '_'.repeat(run.length));
  return [
    ...plannedPhones(unbroken),
    ...printedPhones(unbroken),
    ...announcedPhones(text.replace(NO_PHONE, (run) => '_'.repeat(run.length))),
  ];
}

function plannedPhones(text: string): Entity[] {
  if ((text.match(/\p{Nd}/gu)?.length ?? 0) < LEAST_PLANNED) return [];
  return findPhoneNumbersInText(text, { defaultCountry: DEFAULT_COUNTRY }, plans())
    .filter(({ startsAt, endsAt }) => isWrittenAsPhone(text, startsAt, endsAt))
    .map(({ startsAt, endsAt }) => ({ kind: 'PHONE', start: startsAt, end: endsAt, confidence: 1 }));
}

function isWrittenAsPhone(text: string, start: number, end: number): boolean {
  if (text[start] === '+') return true;
  if (/[\d.,:-]$/.test(text.slice(start - 1, start)) || /^[.,:-]?\d/.test(text.slice(end, end + 2))) return false;
  return isAnnounced(text, start, end);
}

/** Groups of three, three and four digits, whether or not the area exists: no other number is printed so. */
function printedPhones(text: string): Entity[] {
  return Array.from(text.matchAll(PRINTED))
    .filter(({ index }) => !OTHER_BEFORE.test(text.slice(Math.max(0, index - 40), index)))
    .map(({ 0: match, index }) => ({ kind: 'PHONE', start: index, end: index + match.length, confidence: 1 }));
}

function announcedPhones(text: string): Entity[] {
  return Array.from(text.matchAll(SHAPE))
    .filter(({ 0: match, index }) => isPhoneShaped(match) && isAnnounced(text, index, index + match.length))
    .map(({ 0: match, index }) => ({ kind: 'PHONE', start: index, end: index + match.length, confidence: 0.9 }));
}

function isAnnounced(text: string, start: number, end: number): boolean {
  return CUE_BEFORE.test(text.slice(Math.max(0, start - 40), start)) || CUE_AFTER.test(text.slice(end, end + 12));
}

function isPhoneShaped(match: string): boolean {
  const digits = match.replace(/(?:x|ext).*$/i, '').replace(/\D/g, '').length;
  const isDate = /^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}$/.test(match);
  return digits >= DIGITS.least && digits <= DIGITS.most && !isDate;
}
