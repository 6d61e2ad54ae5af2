import type { Entity } from '../../../domain/entity.ts';

/** What is said before the number of an identity paper, a patient, a driver or an account, with the words between. */
const LABELS = [
  'passport',
  'pasaporte',
  "driver'?s?[ -]licen[cs]e",
  'driving[ -]licen[cs]e',
  'driver’s licen[cs]e',
  'DL',
  'national (?:id|identity|insurance)',
  'identity card',
  '(?:tax(?:payer)?|fiscal) (?:id(?:entification)?|file|number)',
  'TIN',
  'ITIN',
  'NINO?',
  'NHS',
  'DNI',
  'NIE',
  'NIF',
  'medicare',
  'medicaid',
  '(?:patient|member|insurance|medical record|health plan|subscriber|beneficiary|employee|student|customer)[ -]?(?:id|no|number)',
  'MRN',
  'NHC',
  'NASS',
  'CIPA',
  'n[ºo°]?\\.? ?(?:de )?(?:col(?:egiado)?|historia(?: clínica)?|afiliación|episodio)\\.?',
  'voter',
  'PAN (?:card|number|no)',
  'aadha?ar',
  'policy(?:holder)?[ -]?(?:id|no|number)',
  '(?:bank )?account',
  'routing',
  'sort code',
];
const LABELLED = new RegExp(
  `(?<!\\p{L})(?:${LABELS.join('|')})s?(?!\\p{L})(?:[ ]{0,4}(?:no|number|num|nr|id|card|code|ending in)\\.?){0,4}[ ]{0,4}(?:is|was|are|=|:|#|\\||№|\\()?[ ]{0,4}(?:is|:|#)?[ ]{0,4}['"‘“*#]?([A-Z0-9](?:[ ]?[A-Z0-9/-]){3,22}[A-Z0-9])(?![\\p{L}\\p{N}])`,
  'giu',
);
/** Digits that such a number has at least; fewer are a word or a year. */
const LEAST_DIGITS = 5;

/** Spanish DNI and NIE: the letter follows from the number modulo 23. Source: Real Decreto 1553/2005. */
const DNI = /(?<![\p{L}\p{N}])([XYZ]?)[ -]?(\d{7,8})[ -]?([A-Z])(?![\p{L}\p{N}])/gu;
const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** UK national insurance numbers. Source: HMRC manual NIM39110. */
const NINO =
  /(?<![\p{L}\p{N}])(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\p{N}])/gu;

/** Identity papers and accounts: those with a checksum or a form of their own, and what a label announces. */
export function findIdentifiers(text: string): Entity[] {
  const labelled = Array.from(text.matchAll(LABELLED)).flatMap(({ 0: match, 1: value = '', index }) => {
    const number = value.match(/^(?=\S*\d|\p{L}{1,4} )\S+(?: (?=\S*\d)\S+)*/u)?.[0] ?? '';
    const start = index + match.length - value.length;
    const isNumber = number.replace(/\D/g, '').length >= LEAST_DIGITS;
    return isNumber ? [identifier(start, number.length, 0.9)] : [];
  });
  const dnis = Array.from(text.matchAll(DNI)).filter(({ 1: prefix = '', 2: digits = '', 3: letter }) => {
    const number = Number(`${prefix === '' ? '' : 'XYZ'.indexOf(prefix)}${digits}`);
    return (prefix === '') === (digits.length === 8) && DNI_LETTERS[number % 23] === letter;
  });
  const certain = [...dnis, ...text.matchAll(NINO)].map(({ 0: match, index }) => identifier(index, match.length, 1));
  return [...certain, ...labelled];
}

function identifier(start: number, length: number, confidence: number): Entity {
  return { kind: 'ID', start, end: start + length, confidence };
}
