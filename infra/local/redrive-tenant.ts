import type { DocumentRecord } from '#shared/domain/document.ts';
import { type RedriveSelection, redriveDocuments } from '#shared/runtime/redrive-documents.ts';
import type { Stack } from './stack.ts';

/** What became of a tenant's documents that were sent again. */
export interface TenantRedrive {
  readonly dryRun: boolean;
  readonly matched: number;
  readonly sent: number;
  readonly skipped: number;
  /** Events that had been put aside after too many tries, and wait again; of a dry run, those that would. */
  readonly deadEvents: number;
  /** How those that were sent ended. */
  readonly published: number;
  readonly rejected: number;
  readonly held: number;
}

interface Progress {
  /** Told how many documents were looked at to be sent. */
  readonly onSent: (looked: number) => void;
  /** Told how many of those that were sent have ended. */
  readonly onEnded: (ended: number, sent: number) => void;
}

/** Documents that one look is taken at: as many rows as the ledger reads at once. */
const LOOKED_AT = 100;

/** Sends again what failed for a reason and what was put aside before it had a row, and waits until all has ended. */
export async function redriveTenant(
  stack: Stack,
  selection: RedriveSelection,
  { onSent, onEnded }: Progress,
): Promise<TenantRedrive> {
  const { queue } = stack.ports;
  const { tenantId, isDryRun } = selection;
  const deadEvents = isDryRun ? await queue.dead(tenantId) : await queue.redrive(tenantId);
  const signal = new AbortController().signal;
  const { matched, sent, skipped } = await redriveDocuments(selection, stack.ports, onSent, signal);
  const counts = { dryRun: isDryRun, matched, sent: sent.length, skipped, deadEvents };
  if (isDryRun) return { ...counts, published: 0, rejected: 0, held: 0 };

  let waiting: readonly string[] = sent;
  for (let isIdle = false; !isIdle; ) {
    isIdle = await stack.isIdle(); // Asked first: what is idle now has written everything that is read next.
    waiting = isIdle ? [] : await withoutEnded(stack, tenantId, waiting);
    onEnded(sent.length - waiting.length, sent.length);
    if (!isIdle) await stack.pause();
  }
  const records = await recordsOf(stack, tenantId, sent);
  const count = (status: DocumentRecord['status']) => records.filter((record) => record.status === status).length;
  return { ...counts, published: count('published'), rejected: count('rejected'), held: count('held') };
}

/** As far as one look at the oldest of them tells: they run in about the order in which they were sent. */
async function withoutEnded(stack: Stack, tenantId: string, waiting: readonly string[]): Promise<readonly string[]> {
  const oldest = await stack.ports.ledger.documents(tenantId, waiting.slice(0, LOOKED_AT));
  const running = oldest.filter(({ status }) => status === 'running').map(({ documentId }) => documentId);
  return [...running, ...waiting.slice(LOOKED_AT)];
}

async function recordsOf(stack: Stack, tenantId: string, ids: readonly string[]): Promise<DocumentRecord[]> {
  const found: DocumentRecord[] = [];
  for (let start = 0; start < ids.length; start += LOOKED_AT) {
    found.push(...(await stack.ports.ledger.documents(tenantId, ids.slice(start, start + LOOKED_AT))));
  }
  return found;
}
