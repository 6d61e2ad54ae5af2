import { type Caller, principalsOf } from '#shared/domain/access.ts';
import type { ProposedClaim } from '#shared/domain/answer.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import type { Answerer, OnClaim } from '#shared/ports/answerer.ts';
import { type BoundedCache, cacheKey } from '#shared/runtime/bounded-cache.ts';
import { paidAnswer } from '#shared/runtime/paid-answer.ts';
import type { Proposal } from '#shared/runtime/proposal.ts';
import type { ConversationRetrieval } from '#shared/runtime/retrieve-branches.ts';
import type { SpendingPorts } from '#shared/runtime/spend.ts';

export interface AnswererPorts extends SpendingPorts {
  /** Asked in this order; each stands in for the one before it. The last is the extractive one, which needs no model. */
  readonly answerers: readonly Answerer[];
  /** Remembers proposals; nothing is remembered without it. */
  readonly answerCache?: BoundedCache<Proposal> | undefined;
}

/** For a question that no answerer was asked. */
export const NO_PROPOSAL: Proposal = {
  claims: [],
  usage: { inputTokens: 0, outputTokens: 0 },
  answerability: 0,
  answerer: 'none',
  degraded: false,
  isCached: false,
};

/**
 * What the first answerer that answers proposes. What the first of all proposed is remembered by release, tenant, access
 * set, question and passages, whose ids name version and attempt: so nothing is served of what the asker may not read
 * now, and nothing of what stood in for a model that was down.
 *
 * `onClaim` is told of claims that an answerer hands in before it is done. Once one was told, nobody stands in: an answer is
 * of one model, or it ends by that model's failure.
 *
 * @throws PipelineFailure of the last answerer when all fail, `BudgetExhausted` when the tenant has no money left for the
 *   next one, or `FunctionTimedOut` when the asker's time is up.
 */
export async function proposeClaims(
  caller: Caller,
  retrieval: ConversationRetrieval,
  { answerers, answerCache, ...ports }: AnswererPorts,
  signal: AbortSignal,
  onClaim?: OnClaim,
): Promise<Proposal> {
  const key = proposalKey(caller, retrieval, answerers);
  const known = answerCache?.get(key);
  if (known !== undefined) return { ...known, usage: NO_PROPOSAL.usage, embedding: undefined, isCached: true };
  let failure: unknown = new PipelineFailure('DependencyUnavailable', 'no answerer is configured');
  for (const [at, answerer] of answerers.entries()) {
    const told = tellingOnce(onClaim);
    try {
      const reply = await paidAnswer(caller.tenantId, answerer, retrieval, ports, signal, told.onClaim);
      const proposal = { ...reply, answerer: answerer.name, degraded: at > 0, isCached: false };
      if (at === 0) answerCache?.set(key, proposal);
      return proposal;
    } catch (cause) {
      signal.throwIfAborted();
      if (told.stop() || isOutOfMoney(cause)) throw cause;
      failure = cause;
    }
  }
  throw failure;
}

function isOutOfMoney(cause: unknown): boolean {
  return cause instanceof PipelineFailure && cause.name === 'BudgetExhausted';
}

/** Hands claims on until it is stopped: one that was given up may still be talking. `stop` says whether any was told. */
function tellingOnce(onClaim: OnClaim | undefined): { readonly onClaim?: OnClaim; readonly stop: () => boolean } {
  let isTold = false;
  let isStopped = false;
  const tell = (told: OnClaim) => (claim: ProposedClaim) => {
    if (isStopped) return;
    isTold = true;
    told(claim);
  };
  return {
    ...(onClaim && { onClaim: tell(onClaim) }),
    stop: () => {
      isStopped = true;
      return isTold;
    },
  };
}

function proposalKey(
  caller: Caller,
  { question, parts, passages }: ConversationRetrieval,
  answerers: readonly Answerer[],
): string {
  const access = [...principalsOf(caller)].sort();
  const names = answerers.map(({ name }) => name);
  const asked = [question, ...parts.map((part) => part.question)];
  const ids = passages.map(({ chunkId }) => chunkId);
  return cacheKey(PIPELINE_VERSION, names, caller.tenantId, access, asked, ids);
}
