import type { Entity } from '../../../domain/entity.ts';
import { HIDDEN } from '../../../domain/folded-text.ts';

/**
 * A local part: letters, digits and the signs that mailboxes in use have. Source: RFC 5322, less what nobody issues. Its
 * length and those of the others have bounds (RFC 5321, 4.5.3.1), so that no text takes long.
 */
const LOCAL = `(?<![\\p{L}\\p{M}\\p{N}_%+'${HIDDEN}-])[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}_%+'${HIDDEN}-]|\\.(?=[\\p{L}\\p{N}_])){0,63}`;
const LABEL = `[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}${HIDDEN}-]{0,61}[\\p{L}\\p{N}])?`;
const BREAK = '(?:[ ]?\\n[ ]{0,8})?';

/** `ana.ruiz@example.org`, also broken into two lines at the `@` or before a dot. */
const PLAIN = new RegExp(`${LOCAL}${BREAK}@${BREAK}${LABEL}(?:${BREAK}\\.${LABEL}){1,8}(?![\\p{L}\\p{N}])`, 'gu');

const AT = `[ ]{0,4}(?:@|[\\[({<][ ]{0,4}(?:at|@|arroba|AT)[ ]{0,4}[\\])}>]|[ ]at[ ]|[ ]AT[ ])[ ]{0,4}`;
const DOT = `[ ]{0,4}(?:\\.|[\\[({<][ ]{0,4}(?:dot|\\.|punto|DOT)[ ]{0,4}[\\])}>]|[ ]dot[ ]|[ ]DOT[ ])[ ]{0,4}`;
/** Ends of addresses that are written out, the commonest: a longer list would find addresses in sentences. */
const TOP_LEVEL = '(?:com|org|net|edu|gov|info|io|co|eu|uk|de|es|fr|it|nl|pt|ch|at|be|us|ca|au|example|test)';
/** `ana.ruiz [at] example [dot] org`, `ana . ruiz @ example . org`. */
const WRITTEN = new RegExp(
  `(?<![\\p{L}\\p{N}_%+-])[\\p{L}\\p{N}][\\p{L}\\p{N}_%+-]{0,63}(?:${DOT}[\\p{L}\\p{N}_%+-]{1,63}){0,3}${AT}${LABEL}(?:${DOT}${LABEL}){0,2}${DOT}${TOP_LEVEL}(?![\\p{L}\\p{N}])`,
  'giu',
);

/** E-mail addresses, as they are and as people write them to hide them from machines. */
export function findEmails(text: string): Entity[] {
  return [...text.matchAll(PLAIN), ...text.matchAll(WRITTEN)]
    .filter(({ 0: match }) => /@|\b(?:at|arroba)\b/i.test(match) && isHiddenOnPurpose(match))
    .map(({ 0: match, index }) => ({ kind: 'EMAIL', start: index, end: index + match.length, confidence: 1 }));
}

/** Whether it holds an `@` or brackets, or both words: "look at example.com" is no address. */
function isHiddenOnPurpose(match: string): boolean {
  return /[@[({<]/.test(match) || (/ at /i.test(match) && / dot /i.test(match));
}
