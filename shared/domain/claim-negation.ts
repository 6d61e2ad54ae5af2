/**
 * Words that turn a statement round, in English, German, French, Spanish, Italian, Dutch and Portuguese. Beside a figure
 * `mai` is the month of French and German.
 */
const NEGATION =
  /(?<![\p{L}\p{N}])(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|\p{L}+n['’]t|nicht|kein\p{L}*|nie|niemals|ohne|ne|pas|jamais|sans|aucun\p{L}*|nunca|sin|ning[uú]n\p{L}*|non|(?<!\d\.? )mai(?! \d)|senza|nessun\p{L}*|niet|geen|nooit|zonder|não|nem|sem)(?![\p{L}\p{N}-])/giu;

/** Turns of phrase that deny nothing. */
const NO_NEGATION =
  /\b(?:not only|not just|no (?:later|earlier|more|less|fewer) than|not (?:later|earlier|more|less|fewer) than)\b/gi;

/** Whether a text is a negation and nothing else. */
export function isNegation(text: string): boolean {
  return text.replace(NEGATION, '').trim() === '' && text.trim() !== '';
}

/** What parts a statement from the next. */
const CLAUSE_BORDER = /[.;:!?|\n]+(?:\s|$)|,\s|\s(?:but|and|while|whereas|although|because|except|which|who)(?=\s)/giu;

/** Words long enough to carry meaning. */
const WORD = /[\p{L}\p{N}]{4,}/gv;

/** Words behind a negation that it surely turns round. */
const REACH = 3;

/**
 * Whether the claim denies what the evidence asserts, or asserts what it denies: whether a word that one of them denies
 * stands in the other only in clauses without any negation.
 */
export function turnsRound(claim: string, evidence: string): boolean {
  const claimed = clausesOf(claim);
  const given = clausesOf(evidence);
  const deniesAlone = claimed.some(({ isNegated }) => isNegated) && !given.some(({ isNegated }) => isNegated);
  return deniesAlone || differs(claimed, given) || differs(given, claimed);
}

interface Clause {
  readonly isNegated: boolean;
  readonly words: ReadonlySet<string>;
  /** Those right behind a negation. */
  readonly denied: readonly string[];
}

function clausesOf(text: string): Clause[] {
  return text
    .toLowerCase()
    .replace(NO_NEGATION, ' ')
    .split(CLAUSE_BORDER)
    .map((clause) => {
      const negations = [...clause.matchAll(NEGATION)];
      const denied = negations.flatMap(({ index, 0: found }) =>
        wordsOf(clause.slice(index + found.length)).slice(0, REACH),
      );
      return { isNegated: negations.length > 0, words: new Set(wordsOf(clause)), denied };
    });
}

/** Whether a word that is denied here is said there, and only where nothing is denied. */
function differs(here: readonly Clause[], there: readonly Clause[]): boolean {
  return here
    .flatMap(({ denied }) => denied)
    .some((word) => {
      const said = there.filter(({ words }) => words.has(word));
      return said.length > 0 && said.every(({ isNegated }) => !isNegated);
    });
}

function wordsOf(text: string): string[] {
  return (text.match(WORD) ?? []).filter((word) => word.replace(NEGATION, '') !== '');
}
