import type { RefusalReason } from './answer.ts';
import { scoreInstructions } from './instruction-score.ts';

export type PolicySide = 'question' | 'answer';

/** A rule on questions, answers or both. It is broken when any of its tests is. */
export interface PolicyRule {
  readonly id: string;
  readonly on: readonly PolicySide[];
  /** How the refusal is typed. */
  readonly refusal: Exclude<RefusalReason, 'no-evidence'>;
  /** What the asker is told. */
  readonly note: string;
  /** Regular expressions; case does not count, and a dot stands for a line break too. */
  readonly patterns?: readonly string[] | undefined;
  /** Words or phrases of a topic, as whole words, and how many different ones make it. */
  readonly topic?: { readonly terms: readonly string[]; readonly atLeast: number } | undefined;
  /** Score of the classifier of orders to a model, 0 to 1, from which on the rule is broken. */
  readonly instructionScore?: number | undefined;
}

export interface Policy {
  readonly rules: readonly PolicyRule[];
}

/** The first rule that a text breaks, however its blanks, line breaks and letters are written. */
export function brokenRule({ rules }: Policy, side: PolicySide, text: string): PolicyRule | undefined {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return rules.find((rule) => rule.on.includes(side) && isBroken(rule, plain));
}

function isBroken({ patterns = [], topic, instructionScore }: PolicyRule, text: string): boolean {
  return (
    patterns.some((pattern) => new RegExp(pattern, 'isu').test(text)) ||
    (topic !== undefined && termsIn(topic.terms, text) >= topic.atLeast) ||
    (instructionScore !== undefined && scoreInstructions(text) >= instructionScore)
  );
}

function termsIn(terms: readonly string[], text: string): number {
  const words = ` ${wordsOf(text)} `;
  return [...new Set(terms.map(wordsOf))].filter((term) => words.includes(` ${term} `)).length;
}

function wordsOf(text: string): string {
  return [...text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}]+/gv)].map(({ 0: word }) => word).join(' ');
}
