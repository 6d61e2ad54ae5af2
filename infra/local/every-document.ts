import type { DocumentRecord, DocumentStatus } from '#shared/domain/document.ts';
import type { Ledger } from '#shared/ports/ledger.ts';

/** Rows to one read of the ledger: as many as it gives. */
const PAGE_SIZE = 100;

/** All rows of a tenant, page by page; those of deleted documents only when asked for by status. */
export async function everyDocument(
  ledger: Ledger,
  tenantId: string,
  status?: DocumentStatus,
): Promise<DocumentRecord[]> {
  const found: DocumentRecord[] = [];
  let after: string | undefined;
  do {
    const page = await ledger.listDocuments(tenantId, { limit: PAGE_SIZE, status, after });
    found.push(...page.documents.filter((document) => status !== undefined || document.status !== 'deleted'));
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** The rows of every tenant that has a collection. */
export async function everyTenantsDocuments(ledger: Ledger): Promise<DocumentRecord[]> {
  const tenants = new Set((await ledger.collections()).map(({ tenantId }) => tenantId));
  return (await Promise.all([...tenants].map((tenantId) => everyDocument(ledger, tenantId)))).flat();
}
