/**
 * Whether a text holds an answer as words of its own, whatever their case, their quotation marks and the blanks between
 * them: "18" is not in "1918". An answer of punctuation alone is in no text.
 */
export function holdsAnswer(text: string, answer: string): boolean {
  const wanted = wordsOf(answer);
  return wanted.trim() !== '' && wordsOf(text).includes(wanted);
}

/** The words in lower case, with one blank before, between and behind them. */
function wordsOf(text: string): string {
  return ` ${text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/v)
    .filter(Boolean)
    .join(' ')} `;
}
