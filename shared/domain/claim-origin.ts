import type { Passage } from './answer.ts';
import { ANSWER_INSTRUCTIONS } from './answer-prompt.ts';

/** Letters of a word that carries meaning, at least. */
const WORD = /[\p{L}\p{M}]{4,}/gv;

/** Words that look like a key, a hash or text in code: long, or letters and figures mixed, or letter by letter. */
const CODE =
  /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}[+\/_=\-]]{24,}|(?=[\p{L}\p{N}[+\/_=\-]]*\p{L})(?=[\p{L}\p{N}[+\/_=\-]]*\p{N})[\p{L}\p{N}[+\/_=\-]]{6,}|\p{L}(?:[ .,_\-]\p{L}){4,})(?![\p{L}\p{N}])/gv;

/**
 * Whether a claim tells what the passage that it cites does not: two words in a row of another passage or of the
 * instructions, also backwards or in ROT13, or a word in code. A model that obeys a document carries other texts out in
 * this way.
 */
export function otherSources(
  cited: Passage,
  passages: readonly Passage[],
  question: string,
): (claim: string) => boolean {
  const own = `${cited.text}\n${cited.context}\n${cited.title}\n${cited.name}\n${question}`;
  const known = new Set(wordsOf(own));
  const others = [...passages.filter(({ chunkId }) => chunkId !== cited.chunkId).map(textOf), ANSWER_INSTRUCTIONS];
  const pairs = new Set(others.flatMap((other) => pairsOf(wordsOf(other), known)));
  return (claim) => {
    if ([...claim.matchAll(CODE)].some(({ 0: code }) => !own.includes(code))) return true;
    const words = wordsOf(claim);
    return [words, words.map(backwards).reverse(), words.map(rot13)].some((spelling) =>
      pairsOf(spelling, known).some((pair) => pairs.has(pair)),
    );
  };
}

function textOf({ text, context, title }: Passage): string {
  return `${title}\n${context}\n${text}`;
}

function wordsOf(text: string): string[] {
  return [...text.toLowerCase().matchAll(WORD)].map(({ 0: word }) => word);
}

/** Two words in a row of which the cited passage has neither. */
function pairsOf(words: readonly string[], known: ReadonlySet<string>): string[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1];
    return next === undefined || known.has(word) || known.has(next) ? [] : [`${word} ${next}`];
  });
}

function backwards(word: string): string {
  return [...word].reverse().join('');
}

function rot13(word: string): string {
  return word.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
}
