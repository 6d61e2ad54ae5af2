import type { z } from 'zod/mini';
import type { FeedbackRequestSchema } from '#shared/contracts/api.ts';
import { type Caller, mayRead } from '#shared/domain/access.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { CandidateTrace, Receipt } from '#shared/domain/receipt.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Ledger } from '#shared/ports/ledger.ts';
import type { Metrics } from '#shared/ports/metrics.ts';
import { readRecords } from '#shared/runtime/read-records.ts';

export interface ReceiptPorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/**
 * The receipt of the caller's own answer, less the documents that the caller may not read now: access may have been
 * narrowed since, and this token may carry fewer groups than the one that asked.
 *
 * @throws PipelineFailure `NotFound` also for an answer that somebody else was given.
 */
export async function showReceipt(
  caller: Caller,
  answerId: string,
  { ledger }: ReceiptPorts,
  signal: AbortSignal,
): Promise<Receipt> {
  const receipt = await ownReceipt(caller, answerId, ledger, signal);
  const ids = receipt.candidates.filter(wasReadable).map(({ documentId }) => documentId);
  const readable = await readableAmong(ids, caller, ledger, signal);
  const left = receipt.candidates.filter((each) => wasReadable(each) && readable.has(each.documentId));
  const shown = new Set(left.map(({ chunkId }) => chunkId));
  const candidates = left.map((each) => withoutHidden(each, shown));
  const verdicts = receipt.claims.verdicts?.filter(({ chunkId }) => shown.has(chunkId));
  return { ...receipt, candidates, claims: { ...receipt.claims, verdicts } };
}

/** @throws PipelineFailure `NotFound`. */
export async function recordFeedback(
  caller: Caller,
  answerId: string,
  { verdict }: z.output<typeof FeedbackRequestSchema>,
  { ledger, clock, metrics }: ReceiptPorts,
  signal: AbortSignal,
): Promise<void> {
  const { at: answeredAt } = await ownReceipt(caller, answerId, ledger, signal);
  const at = new Date(clock.now()).toISOString();
  const { tenantId, user } = caller;
  await ledger.writeFeedback({ tenantId, answerId, user, verdict, answeredAt, at }, signal);
  metrics.emit({ AnswersAccepted: verdict === 'helpful' ? 1 : 0 }, { tenantId });
}

async function ownReceipt(caller: Caller, answerId: string, ledger: Ledger, signal: AbortSignal): Promise<Receipt> {
  const receipt = await ledger.receipt(caller.tenantId, answerId, signal);
  if (receipt?.user === caller.user) return receipt;
  throw new PipelineFailure('NotFound', 'no such answer');
}

/** Whether the caller could read a candidate when it was found: that others exist is nobody else's business. */
function wasReadable({ fate }: CandidateTrace): boolean {
  return fate !== 'not-live' && fate !== 'not-permitted';
}

/** Less the id of a passage that the caller may not read now. */
function withoutHidden({ duplicateOf, ...candidate }: CandidateTrace, shown: ReadonlySet<string>): CandidateTrace {
  return duplicateOf !== undefined && shown.has(duplicateOf) ? { ...candidate, duplicateOf } : candidate;
}

async function readableAmong(
  documentIds: readonly string[],
  caller: Caller,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const records = await readRecords(caller.tenantId, documentIds, ledger, signal);
  const readable = [...records.values()].filter(
    ({ tenantId, access, status }) => status !== 'deleted' && mayRead(caller, tenantId, access),
  );
  return new Set(readable.map(({ documentId }) => documentId));
}
