import type { DocumentRecord } from '../domain/document.ts';
import type { Ledger } from '../ports/ledger.ts';

/** Ids to one read of the ledger. */
const LEDGER_BATCH = 100;

/** The records of those documents that there are, by id, in one strongly consistent read for each hundred. */
export async function readRecords(
  tenantId: string,
  documentIds: readonly string[],
  ledger: Ledger,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, DocumentRecord>> {
  const ids = [...new Set(documentIds)];
  const batches = Array.from({ length: Math.ceil(ids.length / LEDGER_BATCH) }, (_, at) =>
    ids.slice(at * LEDGER_BATCH, (at + 1) * LEDGER_BATCH),
  );
  const found = await Promise.all(batches.map((batch) => ledger.documents(tenantId, batch, signal)));
  return new Map(found.flat().map((record) => [record.documentId, record]));
}
