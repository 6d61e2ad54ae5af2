/** Parts of a pattern: a class of characters, an escape, the opening of a group, or one small letter. */
const PART = /\[[^\]]*\]|\\.|\(\?[:=!<]+|\p{Ll}/gu;

/**
 * The same pattern with every letter in either case, for a part of a pattern whose other parts mind case. The modifier
 * `(?i:…)` says the same, but it is new in V8, and one full run of the tests saw it mind case for once; a name that is
 * missed for such a reason would be indexed.
 */
export function anyCase(pattern: string): string {
  return pattern.replace(PART, (part) => {
    if (part.startsWith('[')) return part.replace(/\p{Ll}/gu, (letter) => `${letter}${letter.toUpperCase()}`);
    return /^\p{Ll}$/u.test(part) ? `[${part}${part.toUpperCase()}]` : part;
  });
}
