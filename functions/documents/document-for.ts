import type { Caller } from '#shared/domain/access.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Ledger } from '#shared/ports/ledger.ts';

/**
 * A document of the caller's tenant for which `isFor` holds.
 *
 * @throws PipelineFailure `NotFound` also for one for which it does not: the two look the same.
 */
export async function documentFor(
  { tenantId }: Caller,
  documentId: string,
  isFor: (record: DocumentRecord) => boolean,
  ledger: Ledger,
  signal: AbortSignal,
): Promise<DocumentRecord> {
  const record = await ledger.document(tenantId, documentId, signal);
  if (record !== undefined && isFor(record)) return record;
  throw new PipelineFailure('NotFound', 'no such document');
}
