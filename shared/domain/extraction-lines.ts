/** Knows the words of a document, to tell a word cut at a line's end from a compound that was cut at its hyphen. */
export type Vocabulary = ReadonlySet<string>;

const WORDS = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

/** Words of the lines in lower case, compounds both whole and in parts. The halves of cut words are left out. */
export function vocabularyOf(lines: Iterable<string>): Vocabulary {
  const words = new Set<string>();
  for (const line of lines) {
    for (const [word] of line.replace(/[\p{L}\p{N}-]+-$/u, '').matchAll(WORDS)) {
      for (const known of [word, ...word.split('-')]) words.add(known.toLowerCase());
    }
  }
  return words;
}

/**
 * Lines of a paragraph as one line. A hyphen at a line's end goes only where it cut a word: it stays when the document
 * writes the compound elsewhere, and after a single letter or a digit, as in "x-axis".
 */
export function joinLines(lines: readonly string[], vocabulary: Vocabulary): string {
  return lines
    .map(
      (line, index) =>
        line.slice(0, line.length - cut(line, lines[index + 1], vocabulary)) + gap(line, lines[index + 1]),
    )
    .join('');
}

/** A hyphen that ends a line right after a letter or a digit; soft, plain or typographic. */
const LAST_WORD = /(?<![\p{L}\p{N}])([\p{L}\p{N}]{1,60})[-\u00ad\u2010]$/u;

/** Shorter halves, such as "in", stand alone in any document, so they say nothing about compounds. */
const MIN_COMPOUND_PART = 4;

/** How many characters at the end of `line` only mark that a word goes on. */
function cut(line: string, next: string | undefined, vocabulary: Vocabulary): 0 | 1 {
  const word = LAST_WORD.exec(line)?.[1];
  const tail = /^\p{Ll}{1,60}/u.exec(next ?? '')?.[0];
  if (word === undefined || tail === undefined) return 0;
  return isCompound(word.toLowerCase(), tail, line.endsWith('\u00ad'), vocabulary) ? 0 : 1;
}

function gap(line: string, next: string | undefined): '' | ' ' {
  return next === undefined || LAST_WORD.test(line) ? '' : ' ';
}

function isCompound(word: string, tail: string, isSoft: boolean, vocabulary: Vocabulary): boolean {
  if (isSoft || vocabulary.has(word + tail)) return false;
  if (vocabulary.has(`${word}-${tail}`)) return true;
  const parts = [word, tail];
  return parts.every((part) => part.length >= MIN_COMPOUND_PART && vocabulary.has(part)) || /^.$|\p{N}/u.test(word);
}
