/** Words that turn a statement round, in English, German, French, Spanish, Italian, Dutch and Portuguese. */
const NEGATION =
  /(?<![\p{L}\p{N}])(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|\p{L}+n['’]t|nicht|kein\p{L}*|nie|niemals|ohne|ne|pas|jamais|sans|aucun\p{L}*|nunca|sin|ning[uú]n\p{L}*|non|mai|senza|nessun\p{L}*|niet|geen|nooit|zonder|não|nem|sem)(?![\p{L}\p{N}])/iu;

/** What parts a statement from the next. */
const CLAUSE_BORDER = /[.;:!?|\n]\s|,\s|\s(?:but|and|while|whereas|although|except)\s/giu;

/** Share of a clause's words that a claim repeats when it is about that clause. */
const ABOUT = 0.5;

/**
 * Whether the claim denies what the evidence asserts, or asserts what it denies. A quote may hold both kinds of clauses,
 * so that only those count which the claim repeats.
 */
export function turnsRound(claim: string, evidence: string): boolean {
  const clauses = evidence.split(CLAUSE_BORDER).filter((clause) => /\p{L}/u.test(clause));
  const denied = clauses.filter((clause) => NEGATION.test(clause));
  const asserted = clauses.filter((clause) => !NEGATION.test(clause));
  const words = new Set(wordsOf(claim));
  const isAbout = (clause: string) => shareHeld(clause, words);
  const best = (some: readonly string[]) => Math.max(0, ...some.map(isAbout));

  // A cell that says "no" and nothing else may be denied by any claim.
  if (NEGATION.test(claim)) return !denied.some((clause) => wordsOf(clause).length === 0 || isAbout(clause) > 0);
  return best(denied) >= ABOUT && best(denied) > best(asserted);
}

function shareHeld(clause: string, words: ReadonlySet<string>): number {
  const own = wordsOf(clause);
  return own.length === 0 ? 0 : own.filter((word) => words.has(word)).length / own.length;
}

/** Words of some length: the short ones are everywhere. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []).filter((word) => !NEGATION.test(word));
}
