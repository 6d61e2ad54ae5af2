import type { ArtifactStore } from '../ports/artifact-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Spending } from '../ports/spending.ts';
import { QUESTION_LIMITS } from './question-limits.ts';
import { withTimeLimit } from './time-limit.ts';

export interface QuestionStores {
  readonly ledger: Ledger;
  readonly spending: Spending;
  readonly artifacts: ArtifactStore;
}

/**
 * The same stores for whoever asks questions: what a question calls of them is not waited for beyond its time. They have
 * no circuit, because a table and a bucket slow down by their partitions, which are the tenants': one tenant's load would
 * have all of them hear that the ledger is down.
 *
 * Every call throws PipelineFailure `DependencyUnavailable` once its time is up.
 */
export function limitedStores(
  { ledger, spending, artifacts }: QuestionStores,
  { clock }: { readonly clock: Clock },
): QuestionStores {
  const ofLedger = <T>(call: (limited: AbortSignal) => Promise<T>, signal: AbortSignal | undefined) =>
    withTimeLimit(call, QUESTION_LIMITS.ledger, clock, signal);
  return {
    ledger: {
      ...ledger,
      collections: (tenantId, signal) => ofLedger((limited) => ledger.collections(tenantId, limited), signal),
      documents: (tenantId, ids, signal) => ofLedger((limited) => ledger.documents(tenantId, ids, limited), signal),
      writeReceipt: (receipt, signal) => ofLedger((limited) => ledger.writeReceipt(receipt, limited), signal),
      receipt: (tenantId, answerId, signal) =>
        ofLedger((limited) => ledger.receipt(tenantId, answerId, limited), signal),
      writeFeedback: (feedback, signal) => ofLedger((limited) => ledger.writeFeedback(feedback, limited), signal),
    },
    spending: {
      ...spending,
      reserve: (tenantId, amount, signal) => ofLedger((limited) => spending.reserve(tenantId, amount, limited), signal),
      settle: (reservation, spent, signal) =>
        ofLedger((limited) => spending.settle(reservation, spent, limited), signal),
    },
    artifacts: {
      ...artifacts,
      read: (key, schema, signal) =>
        withTimeLimit((limited) => artifacts.read(key, schema, limited), QUESTION_LIMITS.pages, clock, signal),
    },
  };
}
