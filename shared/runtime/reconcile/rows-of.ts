import type { DocumentRecord } from '../../domain/document.ts';
import type { Ledger } from '../../ports/ledger.ts';

/** Rows that the ledger reads at once. */
const ROWS_PER_READ = 100;

/** The rows of these documents, by document id: an id is a hash over the tenant too, so it is of one tenant alone. */
export async function rowsOf(
  documents: readonly Pick<DocumentRecord, 'tenantId' | 'documentId'>[],
  ledger: Pick<Ledger, 'documents'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, DocumentRecord>> {
  const rows = new Map<string, DocumentRecord>();
  for (const [tenantId, ofTenant] of Map.groupBy(documents, (document) => document.tenantId)) {
    const ids = [...new Set(ofTenant.map(({ documentId }) => documentId))];
    for (let start = 0; start < ids.length; start += ROWS_PER_READ) {
      const found = await ledger.documents(tenantId, ids.slice(start, start + ROWS_PER_READ), signal);
      for (const record of found) rows.set(record.documentId, record);
    }
  }
  return rows;
}
