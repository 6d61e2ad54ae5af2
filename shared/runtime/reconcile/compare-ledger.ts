import * as z from 'zod/mini';
import type { DocumentRecord } from '../../domain/document.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { ReconcilePage, ReconcilePorts } from './reconcile-page.ts';

/** Rows of one page: half of what the ledger gives at once, for each is one more request to the store. */
const ROWS_PER_PAGE = 50;

const PlaceSchema = z.object({ tenantId: z.string(), after: z.optional(z.string()) });

/** Looks for a page of rows whether their object is still there, and announces those whose object is gone. */
export const compareLedger: ReconcilePage = async (after, ports, signal) => {
  const place = after === undefined ? undefined : PlaceSchema.parse(JSON.parse(after));
  const tenantId = place?.tenantId ?? (await tenantAfter('', ports.ledger, signal));
  if (tenantId === undefined) return { found: {} };

  const query = { limit: ROWS_PER_PAGE, after: place?.after };
  const page = await ports.ledger.listDocuments(tenantId, query, signal);
  const isGone = await Promise.all(page.documents.map((record) => announceIfGone(record, ports, signal)));
  const found = { gone: isGone.filter(Boolean).length };
  if (page.next !== undefined) return { found, next: JSON.stringify({ tenantId, after: page.next }) };
  const next = await tenantAfter(tenantId, ports.ledger, signal);
  return { found, next: next === undefined ? undefined : JSON.stringify({ tenantId: next }) };
};

/** The next tenant that has a collection. */
async function tenantAfter(tenantId: string, ledger: Ledger, signal: AbortSignal): Promise<string | undefined> {
  const tenants = (await ledger.collections(undefined, signal)).map((rule) => rule.tenantId);
  return tenants.sort().find((tenant) => tenant > tenantId);
}

async function announceIfGone(
  { tenantId, sealedKey, status }: DocumentRecord,
  { store, keys, queue }: ReconcilePorts,
  signal: AbortSignal,
): Promise<boolean> {
  if (status === 'deleted') return false; // What a deletion left behind halfway is found by the sweep.
  const key = keys.open(tenantId, sealedKey);
  const { state } = await store.head(key, signal);
  if (state === 'absent') await queue.send({ bucket: store.bucket, key }, tenantId, signal);
  return state === 'absent';
}
