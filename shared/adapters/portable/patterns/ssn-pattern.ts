import type { Entity } from '../../../domain/entity.ts';
import { HIDDEN } from '../../../domain/folded-text.ts';

/** Areas, groups and serials that were never given out. Source: Social Security Administration, POMS RM 10201.035. */
const ISSUED = /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/;

const LABEL = /(?:\bssn\b|social\s+security|\bs\.s\.n\.?)[^\n]{0,40}\n?[^\n]{0,10}$/i;

const SEPARATED = new RegExp(
  `(?<![\\p{L}\\p{N}]|[\\p{N}][-. ])\\d{3}(?:${HIDDEN}?-\\s{0,2}|${HIDDEN}? ?\\n {0,8}| )\\d{2}(?:${HIDDEN}?-\\s{0,2}|${HIDDEN}? ?\\n {0,8}| )\\d{4}(?![\\p{L}\\p{N}]|[-. ]\\p{N})`,
  'gu',
);
const LABELLED = new RegExp(`(?<![\\p{L}\\p{N}])\\d(?:[ ${HIDDEN}.\\n-]{0,3}\\d){8}(?![\\p{L}\\p{N}])`, 'gu');

/** US social security numbers: 3-2-4 digits that may have been issued; nine digits in other groups after a label. */
export function findSsns(text: string): Entity[] {
  const separated = Array.from(text.matchAll(SEPARATED)).filter(({ 0: match }) => ISSUED.test(digitsOf(match)));
  const labelled = Array.from(text.matchAll(LABELLED)).filter(({ index }) =>
    LABEL.test(text.slice(Math.max(0, index - 60), index)),
  );
  return [...separated, ...labelled].map(({ 0: match, index }) => ({
    kind: 'SSN',
    start: index,
    end: index + match.length,
    confidence: 1,
  }));
}

function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}
