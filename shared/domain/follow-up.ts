import { type Analyze, contentTerms, particularTerms } from './evidence-terms.ts';

/** Begins a question that goes on with the one before it. English, as all cues here: other languages need a model. */
const OPENING = /^(?:(?:and|but|or|so|then|also)\b,?|(?:what|how) about\b)\s*/i;

/** Content terms from which on a question with such an opening is whole by itself. Ours; a guess that no set decides. */
const WHOLE_TERMS = 4;

/** Words that ask for a measure, and say of what as little as "why" does. */
const MEASURES =
  /\b(?:until|since|much|many|long|often|far|old|large|big|soon|late|early|exactly|else|more|so|not)\b/gi;

/** Words that stand for something told before. `that` and `this` also join clauses, so only at the end of a stretch. */
const REFERENCE =
  /\b(?:(?:it|they|them|he|him|she|these|those)\b|(?:its|their|his|her)\b|(?:this|that)\b(?=\s*(?:[?,]|$))|(?:this|that) one\b|the (?:same|former|latter)\b)/i;
const POSSESSIVE = /^(?:its|their|his|her)$/i;

/** "How long does it take to cancel?": nothing is meant by `it`. */
const EMPTY_IT =
  /\bit\b(?=\s+(?:takes?|took|costs?|possible|necessary|allowed|permitted|required|mandatory|legal|important|true)\s+(?:to|that|if)\b)/i;

/** Content terms before a reference from which on it is to them, and not to another question. */
const OWN_TERMS = 2;

/**
 * The question as one that stands by itself. Where it leans on the question before it (a pronoun without anything in it
 * to stand for, or a beginning such as "and in 2024?"), it takes over what that one is about, and that one leans on those
 * before it. Answers are no part of this: whoever asks may not have been told the truth.
 */
export function standaloneQuestion(question: string, earlier: readonly string[], analyze: Analyze): string {
  return [...earlier, question].reduce(
    (before, next) => (before !== '' && leansOnAnother(next, analyze) ? completed(next, before, analyze) : next),
    '',
  );
}

/** Whether the question says too little by itself to be searched. */
function leansOnAnother(question: string, analyze: Analyze): boolean {
  const opened = question.match(OPENING);
  if (opened !== null && contentTerms(question, analyze).length < WHOLE_TERMS) return true;
  if (contentTerms(question.replace(MEASURES, ' '), analyze).length === 0) return true;
  return referenceIn(question, analyze) !== undefined;
}

function referenceIn(question: string, analyze: Analyze): RegExpMatchArray | undefined {
  const found = EMPTY_IT.test(question) ? null : question.match(REFERENCE);
  if (found === null) return undefined;
  const before = question.slice(0, found.index);
  const isOwn = particularTerms(before, analyze).length > 0 || contentTerms(before, analyze).length >= OWN_TERMS;
  return isOwn ? undefined : found;
}

function completed(question: string, before: string, analyze: Analyze): string {
  const reference = referenceIn(question, analyze);
  if (reference !== undefined) return resolved(question, reference[0], topicOf(before));
  const rest = withoutEnd(question.replace(OPENING, ''));
  if (!isAsking(rest)) return `${withoutEnd(varied(before, rest))} ${rest}?`;
  return `${rest} ${topicOf(before)}?`;
}

/** The topic in the place of the word that stands for it. */
function resolved(question: string, reference: string, topic: string): string {
  if (!POSSESSIVE.test(reference) || question.match(new RegExp(`\\b${reference}\\b\\s*(?:\\?|$)`, 'i'))) {
    return question.replace(REFERENCE, () => topic);
  }
  return `${withoutEnd(question.replace(REFERENCE, 'the'))} of ${topic}?`;
}

/** What a question asks about: all behind its verb. */
const TOPIC =
  /^.*?\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|must|may|shall|should)\b\s+(?:there\s+)?(.+)$/iu;

/** What asks in a question without such a verb, as in "which bank gives the facility". */
const ASKING = /^(?:what|which|who|whom|whose|when|where|why|how(?: \p{L}+)?)\b\s*/iu;

function topicOf(question: string): string {
  const plain = withoutEnd(question.replace(OPENING, ''));
  return plain.match(TOPIC)?.[1] ?? plain.replace(ASKING, '');
}

function isAsking(text: string): boolean {
  return ASKING.test(text) || /^(?:until|since|by|for|to|from|in|on|at) (?:what|which|whom?|when)\b/i.test(text);
}

/** A year or another number with the word that places it. */
const PLACED_NUMBER = /(?:\s+(?:in|of|for|since|until|by|on))?\s+\d[\p{N}.,/-]*/gu;

/** The question before without the numbers that the next one replaces. */
function varied(before: string, rest: string): string {
  const plain = withoutEnd(before);
  return /\d/.test(rest) ? plain.replace(PLACED_NUMBER, '') : plain;
}

function withoutEnd(question: string): string {
  return question.trim().replace(/[?？.!\s]+$/u, '');
}
