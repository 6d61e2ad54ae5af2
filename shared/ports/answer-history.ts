import type { PastAnswer } from '../domain/past-answer.ts';

/** The answers that were given, as whoever adds up their costs sees them: what the ledger was told by receipts and feedback. */
export interface AnswerHistory {
  /**
   * Those of all tenants, in any order, given in a month such as `2026-03` (UTC), or all that are kept. Whoever was given an
   * answer has one word on it, the last.
   *
   * An aborted `signal` rejects. Throws PipelineFailure `DependencyUnavailable` when the ledger fails.
   */
  answers(month?: string, signal?: AbortSignal): Promise<PastAnswer[]>;
}
