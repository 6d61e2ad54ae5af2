/** Between dollar signs: a formula, where a command of LaTeX's stands in it, and an amount of money otherwise. */
const FORMULA = /\$\$?([^$]{0,4000}\\[a-z][^$]{0,4000})\$\$?/gi;

/** Greek letters by the names that LaTeX gives them, in the order of Unicode; the second sigma ends words. */
const GREEK =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho finalsigma sigma tau upsilon phi chi psi omega'.split(
    ' ',
  );
const [SMALL_ALPHA, LARGE_ALPHA] = [0x3b1, 0x391];

/** Markdown with its formulas as their signs: a reader of the document sees no names of commands. */
export function plainFormulas(markdown: string): string {
  return markdown.replace(FORMULA, (_, formula: string) =>
    formula
      .replace(/\\(?:begin|end)\{[^{}]*\}/g, ' ')
      .replace(/\\([a-z]+)/gi, (_, name: string) => ` ${greekLetter(name)} `)
      .replace(/[\^_{}]/g, ' '),
  );
}

function greekLetter(name: string): string {
  const at = GREEK.indexOf(name.toLowerCase());
  return at < 0 ? '' : String.fromCodePoint((/^[a-z]/.test(name) ? SMALL_ALPHA : LARGE_ALPHA) + at);
}
