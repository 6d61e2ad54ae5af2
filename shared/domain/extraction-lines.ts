/** Knows the words of a document, to tell a word cut at a line's end from a compound that was cut at its hyphen. */
export type Vocabulary = ReadonlySet<string>;

const WORDS = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu;

/** Words of the lines in lower case, compounds both whole and in parts. The halves of cut words are left out. */
export function vocabularyOf(lines: Iterable<string>): Vocabulary {
  const words = new Set<string>();
  for (const line of lines) {
    const whole = line.endsWith('-') ? line.replace(/[\p{L}\p{N}-]+-$/u, '') : line;
    for (const [word] of whole.matchAll(WORDS)) {
      for (const known of withParts(word)) words.add(known.toLowerCase());
    }
  }
  return words;
}

function withParts(word: string): readonly string[] {
  return word.includes('-') ? [word, ...word.split('-')] : [word];
}

/**
 * Lines of a paragraph as one line. A hyphen at a line's end goes only where it cut a word: it stays when the document
 * writes the compound elsewhere, and after a single letter or a digit, as in "x-axis".
 */
export function joinLines(lines: readonly string[], vocabulary: Vocabulary): string {
  return lines.map((line, index) => joinedTo(lines[index + 1], line, vocabulary)).join('');
}

/** A line with what parts it from the next, and without a hyphen that only marks that a word goes on. */
function joinedTo(next: string | undefined, line: string, vocabulary: Vocabulary): string {
  if (next === undefined) return line;
  const word = wordBeforeHyphen(line);
  if (word === undefined) return `${line} `;
  return isCut(word, next, line.endsWith('\u00ad'), vocabulary) ? line.slice(0, -1) : line;
}

/** A hyphen that ends a line right after a letter or a digit; soft, plain or typographic. */
const LAST_WORD = /(?<![\p{L}\p{N}])([\p{L}\p{N}]{1,60})[-\u00ad\u2010]$/u;
const HYPHENS = new Set(['-', '\u00ad', '\u2010']);

/** Shorter halves, such as "in", stand alone in any document, so they say nothing about compounds. */
const MIN_COMPOUND_PART = 4;

function wordBeforeHyphen(line: string): string | undefined {
  // Most lines end in none, and are not worth a search for a word that does.
  return HYPHENS.has(line.slice(-1)) ? LAST_WORD.exec(line)?.[1] : undefined;
}

function isCut(word: string, next: string, isSoft: boolean, vocabulary: Vocabulary): boolean {
  const tail = /^\p{Ll}{1,60}/u.exec(next)?.[0];
  return tail !== undefined && !isCompound(word.toLowerCase(), tail, isSoft, vocabulary);
}

function isCompound(word: string, tail: string, isSoft: boolean, vocabulary: Vocabulary): boolean {
  if (isSoft || vocabulary.has(word + tail)) return false;
  if (vocabulary.has(`${word}-${tail}`)) return true;
  const parts = [word, tail];
  return parts.every((part) => part.length >= MIN_COMPOUND_PART && vocabulary.has(part)) || /^.$|\p{N}/u.test(word);
}
