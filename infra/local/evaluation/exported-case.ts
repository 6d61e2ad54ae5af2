import type { AnswerResponse } from '#shared/contracts/api.ts';

/** A question of a gold set with what is expected of its answer, and what it was, for tools of others. */
export interface ExportedCase {
  readonly id: string;
  readonly question: string;
  /** Answers any of which is right; empty where the question must be refused. */
  readonly references: readonly string[];
  /** Passages that hold the answer, where the set names them. */
  readonly referenceContexts: readonly string[];
  readonly slices: Readonly<Record<string, string>>;
  readonly answered?: AnsweredCase;
  /** Of a run, by their names. */
  readonly figures?: Readonly<Record<string, number>>;
}

export interface AnsweredCase {
  readonly response: string;
  /** Text of the passages that were retrieved, best first. */
  readonly contexts: readonly string[];
}

/** What stands in the place of an answer that was refused, and where one has to be. */
export const REFUSED = 'Not answered.';

/** An answer as one text: its claims, a line each. */
export function responseText({ outcome, claims }: Pick<AnswerResponse, 'outcome' | 'claims'>): string {
  return outcome === 'answered' ? claims.map(({ text }) => text).join('\n') : REFUSED;
}
