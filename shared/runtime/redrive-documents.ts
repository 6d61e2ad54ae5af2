import type { DocumentRecord } from '../domain/document.ts';
import { retried, wasRefused } from '../domain/document-lifecycle.ts';
import { type FailureName, failureTraits, PipelineFailure } from '../domain/failures.ts';
import type { AdmissionQueue } from '../ports/admission-queue.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { Keys } from '../ports/keys.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Slots } from '../ports/slots.ts';

export interface RedrivePorts {
  readonly ledger: Ledger;
  readonly slots: Pick<Slots, 'enqueue'>;
  readonly queue: AdmissionQueue;
  readonly store: Pick<DocumentStore, 'bucket'>;
  readonly keys: Keys;
  readonly clock: Clock;
}

export interface RedriveSelection {
  readonly tenantId: string;
  readonly reason: FailureName;
  /** Milliseconds since 1970: only what failed then or later. */
  readonly since: number;
  /** Whether to count alone. */
  readonly isDryRun: boolean;
}

export interface RedriveOutcome {
  /** Documents that failed so and since then. */
  readonly matched: number;
  /** Ids of those that were sent again. */
  readonly sent: readonly string[];
  /** Those that somebody else sent again or changed meanwhile. */
  readonly skipped: number;
}

/** Rows to one read of the ledger: as many as it gives. */
const ROWS_PER_PAGE = 100;

/**
 * Sends documents again that failed for one reason, each as a further attempt that waits for a slot behind what is new
 * and takes half of the slots at most. Safe to run twice at once, for each row is written on the condition that it is
 * still as it was read; and after a crash between that and the queueing of the run, which the reconciler makes good.
 *
 * @throws PipelineFailure `DependencyUnavailable`; what was sent by then stays sent, and is not matched again.
 */
export async function redriveDocuments(
  { tenantId, reason, since, isDryRun }: RedriveSelection,
  ports: RedrivePorts,
  onProgress: (looked: number) => void,
  signal: AbortSignal,
): Promise<RedriveOutcome> {
  const status = failureTraits(reason).outcome === 'held' ? 'held' : 'rejected';
  const sent: string[] = [];
  let [matched, after]: [number, string | undefined] = [0, undefined];
  do {
    const page: Awaited<ReturnType<Ledger['listDocuments']>> = await ports.ledger.listDocuments(
      tenantId,
      { status, limit: ROWS_PER_PAGE, after },
      signal,
    );
    for (const record of page.documents.filter((one) => isMeant(one, reason, since))) {
      signal.throwIfAborted();
      matched += 1;
      if (!isDryRun && (await sendAgain(record, ports, signal))) sent.push(record.documentId);
      onProgress(matched);
    }
    after = page.next;
  } while (after !== undefined);
  return { matched, sent, skipped: isDryRun ? 0 : matched - sent.length };
}

function isMeant({ failure }: DocumentRecord, reason: FailureName, since: number): boolean {
  return failure?.name === reason && Date.parse(failure.at) >= since;
}

/** Whether it was this call that sent it. */
async function sendAgain(record: DocumentRecord, ports: RedrivePorts, signal: AbortSignal): Promise<boolean> {
  const { ledger, slots, queue, store, keys, clock } = ports;
  if (wasRefused(record)) {
    // Its access was never settled, so it goes through admission, which looks at today's rule.
    const key = keys.open(record.tenantId, record.sealedKey);
    await queue.send({ bucket: store.bucket, key }, record.tenantId, signal);
    return true;
  }
  const again = retried(record, record.policy, clock.now());
  if (!(await wasWritten(again, ledger, signal))) return false;
  const { tenantId, documentId, attempt, source } = again;
  const run = { tenantId, documentId, versionId: source?.versionId ?? '', attempt };
  await slots.enqueue(run, 'backfill', signal);
  return true;
}

async function wasWritten(record: DocumentRecord, ledger: Ledger, signal: AbortSignal): Promise<boolean> {
  try {
    await ledger.writeDocument(record, signal);
    return true;
  } catch (cause) {
    if (cause instanceof PipelineFailure && cause.name === 'LedgerConflict') return false;
    throw cause;
  }
}
