import { type Caller, principalsOf } from '#shared/domain/access.ts';
import type { ClaimFault } from '#shared/domain/answer.ts';
import type { Evidence } from '#shared/domain/evidence-gate.ts';
import { PIPELINE_VERSION } from '#shared/domain/identity.ts';
import { type ModelUse, meteredCost } from '#shared/domain/metered-cost.ts';
import type { ClaimVerdict, Receipt } from '#shared/domain/receipt.ts';
import type { Clock, Ids } from '#shared/ports/clock.ts';
import type { Proposal } from '#shared/runtime/proposal.ts';
import type { ConversationRetrieval } from '#shared/runtime/retrieve-branches.ts';

export interface AnswerFacts {
  readonly caller: Caller;
  readonly retrieval: ConversationRetrieval;
  readonly evidence: Evidence;
  readonly outcome: Receipt['outcome'];
  readonly proposal: Proposal;
  readonly kept: number;
  readonly dropped: readonly ClaimFault[];
  readonly verdicts: readonly ClaimVerdict[];
  readonly timings: Receipt['timings'];
  readonly support: Receipt['support'];
  /** Booked for it besides: calls that failed, detectors of personal data, the guardrail. */
  readonly uses: readonly ModelUse[];
}

interface ReceiptPorts {
  readonly ids: Ids;
  readonly clock: Clock;
}

/** How the answer came about. Ids, scores and counts; no text of the question, the answer or a document. */
export function receiptOf(facts: AnswerFacts, { ids, clock }: ReceiptPorts): Receipt {
  const { caller, retrieval, evidence, outcome, proposal, kept, dropped, verdicts, timings, support, uses } = facts;
  const { fingerprint } = retrieval.generation;
  return {
    tenantId: caller.tenantId,
    answerId: ids.random(),
    user: caller.user,
    at: new Date(clock.now()).toISOString(),
    pipelineVersion: PIPELINE_VERSION,
    indexFingerprint: `${fingerprint.modelId} ${fingerprint.probe}`,
    indexGenerations: retrieval.generations,
    principals: principalsOf(caller),
    ...(isNarrowed(retrieval) && { filters: retrieval.searchedBy }),
    question: { language: retrieval.language, byWords: retrieval.byWords, asked: retrieval.queryClass },
    understanding: retrieval.understanding,
    candidates: retrieval.traces,
    rerank: retrieval.rerank,
    evidence: { ...evidence, answerability: proposal.answerability ?? evidence.score },
    outcome,
    answerer: proposal.answerer,
    degraded: proposal.degraded,
    cached: proposal.isCached,
    claims: { proposed: proposal.claims.length, kept, dropped, verdicts: toldVerdicts(verdicts, outcome) },
    ...(support && { support }),
    tokens: tokensOf(retrieval, proposal, uses),
    cost: meteredCost([...usesOf(retrieval, proposal), ...uses]),
    timings,
  };
}

function isNarrowed({ searchedBy: { collections, conditions } }: ConversationRetrieval): boolean {
  return collections !== undefined || conditions.length > 0;
}

/** Of an answer that is refused no claim was told, whatever was found of it before. */
function toldVerdicts(verdicts: readonly ClaimVerdict[], outcome: Receipt['outcome']): readonly ClaimVerdict[] {
  if (outcome === 'answered') return verdicts;
  return verdicts.map((each) => (each.verdict === 'kept' ? { ...each, verdict: 'withheld' } : each));
}

/** Of every model that was asked for it, in that order. */
function usesOf({ embedding, rewriting, rerankUses }: ConversationRetrieval, proposal: Proposal): readonly ModelUse[] {
  return [embedding, rewriting, ...rerankUses, answererUse(proposal), proposal.embedding].filter(
    (use) => use !== undefined,
  );
}

/** Of models that write: those of failed calls as well, as far as they told. */
function tokensOf(
  { rewriting }: ConversationRetrieval,
  proposal: Proposal,
  uses: readonly ModelUse[],
): Receipt['tokens'] {
  const told = uses.filter(({ isBound, outputTokens }) => !isBound && outputTokens > 0);
  const written = [answererUse(proposal), ...(rewriting === undefined ? [] : [rewriting]), ...told];
  return {
    input: written.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
    output: written.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
  };
}

function answererUse({ answerer, usage, isCached }: Proposal): ModelUse {
  return { model: answerer, calls: answerer === 'none' || isCached ? 0 : 1, ...usage };
}
