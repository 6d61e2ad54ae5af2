import type { CorruptionKind } from '../grounding/template-pairs.ts';

/** A sentence that cannot be right together with another one, and what they differ in. */
export interface ContradictedSentence {
  readonly kind: Exclude<CorruptionKind, 'unit'>;
  readonly text: string;
}

const YEAR = /(?<!\d)(?:1[0-9]|20)\d\d(?!\d)/;
const NUMBER = /(?<![\p{L}\p{N}.,])\d+(?![\p{L}\p{N}]|[.,]\d)/u;
const NAME = /^\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*$/u;
const VERB = /\b(?:is|are|was|were|has been|have been|can|will|would|could|should|must)\b(?! not)/;

/** Two denials in a sentence may say what none does. */
const DENIAL = /\b(?:not|no|never|none|nobody|nothing|neither|nor|without|unless)\b/;

/** Words of a question that begin it and are no names. */
const ASKING = /^(?:What|Which|Who|Whom|Whose|When|Where|Why|How|In|On|At|By|To|From|For|Of|The|A|An)$/;

/** By how much a figure is changed, at most. */
const MOST_ADDED = 9;

/**
 * The sentence with another year, number or name in its answer, or denied where the answer is none of these. Nothing
 * where there is no other name, or where it cannot be denied by one word. `names`: what a name may be replaced by. English.
 */
export function contradictedSentence(
  sentence: string,
  answer: string,
  names: readonly string[],
  random: () => number,
): ContradictedSentence | undefined {
  const told = (kind: ContradictedSentence['kind'], other: string) => ({
    kind,
    text: swapped(sentence, answer, other),
  });
  const step = 1 + Math.floor(random() * MOST_ADDED);
  const raised = (form: RegExp) => answer.replace(form, (figure) => String(Number(figure) + step));
  if (YEAR.test(answer)) return told('date', raised(YEAR));
  if (NUMBER.test(answer)) return told('number', raised(NUMBER));
  if (NAME.test(answer)) {
    const other = otherName(sentence, names, random);
    return other === undefined ? undefined : told('name', other);
  }
  const text = DENIAL.test(sentence) ? sentence : sentence.replace(VERB, (verb) => `${verb} not`);
  return text === sentence ? undefined : { kind: 'negation', text };
}

/**
 * The sentence about something else: a name that the question asks about is replaced, so that both are true. Nothing where
 * the sentence holds no name of the question.
 */
export function ofOtherSubject(
  sentence: string,
  question: string,
  names: readonly string[],
  random: () => number,
): string | undefined {
  const words = question.match(/\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)*/gu) ?? [];
  const subject = words.find((name) => !ASKING.test(name) && sentence.includes(name));
  const other = otherName(sentence, names, random);
  return subject === undefined || other === undefined ? undefined : sentence.replaceAll(subject, () => other);
}

function otherName(sentence: string, names: readonly string[], random: () => number): string | undefined {
  const others = names.filter((name) => NAME.test(name) && !sentence.includes(name));
  return others[Math.floor(random() * others.length)];
}

function swapped(sentence: string, answer: string, other: string): string {
  return sentence.replace(answer, () => other);
}
