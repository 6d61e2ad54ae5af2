import { countWords } from './quote-location.ts';

/** Parts of one question, at most: with the question itself three searches, which is what the time of one allows. */
export const MAX_PARTS = 2;

/** Characters of a question that is taken apart: a longer one tells a story, and its "and" joins anything. */
const MAX_LENGTH = 300;

/** Words with which a question may begin after "and". */
const BEGINNING = '(?:what|which|who|whom|whose|when|where|why|how)\\b';

/** Two questions in one sentence. The first has a verb at least, so that "when and where" stays together. */
const TWO_CLAUSES = new RegExp(`^(${BEGINNING}.+?),?\\s+and\\s+(${BEGINNING}.+)$`, 'iu');
const MIN_CLAUSE_WORDS = 3;

/** Where a member of a pair ends: before what holds for both of them. */
const PAIR_END = '(?=\\s+(?:in|on|at|for|during|since|under|regarding)\\b|\\s*[,?]|\\s*\\.?\\s*$)';

/** Two things that are asked about at once. English, as a model does it in other languages. */
const PAIRS: readonly RegExp[] = [
  new RegExp(
    `\\b(?:the\\s+(?:\\p{L}+\\s+)?)?(?:differen\\w+|distinctions?|similarit\\w+|comparison)\\s+between\\s+(.+?)\\s+and\\s+(.+?)${PAIR_END}`,
    'iu',
  ),
  new RegExp(`\\bcompar(?:e|es|ed|ing)\\s+(.+?)\\s+(?:and|with|to|against)\\s+(.+?)${PAIR_END}`, 'iu'),
  new RegExp(`(?<=\\b(?:do|does|did)\\s+)(\\S.*?)\\s+differ\\s+from\\s+(.+?)${PAIR_END}`, 'iu'),
  // Of adjectives as in "both high and low" none stands by itself.
  new RegExp(`\\b[Bb]oth\\s+((?:the |\\p{Lu}|\\d).*?)\\s+and\\s+((?:the |\\p{Lu}|\\d).*?)${PAIR_END}`, 'u'),
  // Behind a comparative: "which is larger, the hall or the shed?"
  /(?<=\b(?:more|less|better|worse|first|\p{L}{2,}er)\b[^,]*,\s*)(\S.*?),?\s+or\s+(.+?)(?=\s*\?|\s*$)/iu,
];

const MAX_MEMBER_WORDS = 8;

/**
 * The questions that a question is made of, where it asks several things at once: two sentences, two clauses that each
 * ask, or two things that are compared. Nothing where it asks one thing, or more things than are searched apart.
 */
export function questionParts(question: string): readonly string[] {
  if (question.length > MAX_LENGTH) return [];
  const sentences = question.match(/[^?？]+[?？]+/gu)?.map((sentence) => sentence.trim()) ?? [];
  if (sentences.length > 1) return sentences.length > MAX_PARTS ? [] : sentences;
  const [, first = '', second = ''] = question.trim().match(TWO_CLAUSES) ?? [];
  if (countWords(first) >= MIN_CLAUSE_WORDS) return TWO_CLAUSES.test(second) ? [] : [`${first}?`, second];
  return comparedParts(question);
}

/** Whether a question is long enough, and joined so that it may ask several things: a model is asked only then. */
export function mayHaveParts(question: string): boolean {
  return (
    countWords(question) >= 6 &&
    /(?<![\p{L}])(?:and|or|versus|vs|und|oder|et|ou|y|e|en)(?![\p{L}])|[?？].*[?？]/iu.test(question)
  );
}

function comparedParts(question: string): readonly string[] {
  for (const pair of PAIRS) {
    const [whole = '', first = '', second = ''] = question.match(pair) ?? [];
    const members = [first, withSharedHead(first, second)];
    if (first !== '' && members.every((member) => countWords(member) <= MAX_MEMBER_WORDS)) {
      return members.map((member) => question.replace(whole, () => member));
    }
  }
  return [];
}

/** "The rent of hall 1 and hall 2" asks for the rent of both. */
function withSharedHead(first: string, second: string): string {
  const [head] = first.match(/^.+\s(?:of|for|in|on|at|by|to)\s(?=\S)/iu) ?? [];
  const isWhole = /^(?:the|an?|its|their)\s/i.test(second) || countWords(second) >= countWords(first);
  return head === undefined || isWhole ? second : `${head}${second}`;
}
