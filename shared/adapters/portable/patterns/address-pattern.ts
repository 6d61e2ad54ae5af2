import type { Entity } from '../../../domain/entity.ts';
import { anyCase } from './any-case.ts';

const STREET_TYPES =
  'Street|St|Avenue|Ave|Av|Road|Rd|Boulevard|Blvd|Drive|Dr|Lane|Ln|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Ter|Highway|Hwy|Parkway|Pkwy|Circle|Cir|Crescent|Close|Row|Quay|Mews';
const UNIT = `${anyCase('(?:suite|ste\\.?|apt\\.?|apartment|flat)')}[ ](?:No\\.?[ ])?#?\\d{1,5}[A-Z]?`;
/** Addresses of the US forces. Source: USPS Publication 28, section 238. */
const MILITARY =
  '(?:(?:PSC|CMR|Unit|UNIT)[ ]\\d{1,5},?[ ]Box[ ]\\d{1,5}|US(?:S|NS|NV|CGC)[ ]\\S{1,40})[\\s,]{1,3}(?:APO|FPO|DPO)[ ]?,?[ ]?A[AEP][ ]\\d{5}';
const STATE_AND_CODE = '(?:[, \\n]{1,3}[\\p{Lu}][\\p{L}. ]{2,30}?)?,[ ]*[A-Z]{2}[ ]{1,4}\\d{5}(?:-\\d{4})?';

const PATTERNS = [
  `(?<![\\p{L}\\p{N}.$€£-])\\d{1,5}[A-Z]?[ ](?:[NSEW]\\.?[ ])?(?:\\p{Lu}[\\p{L}'’.-]{0,39}[ ]|\\d{1,3}(?:st|nd|rd|th)[ ]){1,4}(?:${STREET_TYPES})(?![\\p{L}])\\.?(?:,?[\\s]{1,2}${UNIT})?(?:${STATE_AND_CODE})?`,
  `(?<!\\p{L})${UNIT}(?!\\p{N})`,
  '(?<!\\p{L})(?:P\\.?[ ]?O\\.?[ ]?|Post Office )Box[ ]\\d{1,6}(?!\\p{N})',
  `(?<!\\p{L})${MILITARY}`,
].map((source) => new RegExp(source, 'gu'));

/** Addresses by their form: number, street and its type, units, post boxes. Each may go on with town, state and code. */
export function findAddresses(text: string): Entity[] {
  return PATTERNS.flatMap((pattern) => Array.from(text.matchAll(pattern))).map(({ 0: match, index }) => ({
    kind: 'ADDRESS',
    start: index,
    end: index + match.length,
    confidence: 0.9,
  }));
}
