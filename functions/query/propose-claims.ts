import type { ProposedClaim } from '#shared/domain/answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Answerer, AnswerUsage } from '#shared/ports/answerer.ts';
import type { Retrieval } from '#shared/runtime/retrieve-passages.ts';

export interface AnswererPorts {
  /** Asked in this order; each stands in for the one before it. The last is the extractive one, which needs no model. */
  readonly answerers: readonly Answerer[];
}

export interface Proposal {
  readonly claims: readonly ProposedClaim[];
  readonly usage: AnswerUsage;
  readonly answerer: string;
  /** Whether the first answerer failed. */
  readonly degraded: boolean;
}

/** For a question that no answerer was asked. */
export const NO_PROPOSAL: Proposal = {
  claims: [],
  usage: { inputTokens: 0, outputTokens: 0 },
  answerer: 'none',
  degraded: false,
};

/** @throws PipelineFailure of the last answerer when all fail, or `FunctionTimedOut` when the asker's time is up. */
export async function proposeClaims(
  retrieval: Retrieval,
  { answerers }: AnswererPorts,
  signal: AbortSignal,
): Promise<Proposal> {
  let failure: unknown = new PipelineFailure('DependencyUnavailable', 'no answerer is configured');
  for (const [at, answerer] of answerers.entries()) {
    try {
      const { claims, usage } = await answerer.answer(retrieval, signal);
      return { claims, usage, answerer: answerer.name, degraded: at > 0 };
    } catch (cause) {
      signal.throwIfAborted();
      failure = cause;
    }
  }
  throw failure;
}
