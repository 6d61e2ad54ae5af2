import type { DocumentRecord } from '../domain/document.ts';
import { isCurrent } from '../domain/document-lifecycle.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { Attempt } from '../domain/identity.ts';
import type { Ledger } from '../ports/ledger.ts';

/**
 * The row that an attempt works for.
 *
 * @throws PipelineFailure `Superseded` when the row waits for another attempt, or for none any more.
 */
export async function currentDocument(ledger: Ledger, attempt: Attempt, signal?: AbortSignal): Promise<DocumentRecord> {
  const record = await ledger.document(attempt.tenantId, attempt.documentId, signal);
  if (isCurrent(record, attempt)) return record;
  throw new PipelineFailure('Superseded', 'another version or attempt has taken over', {
    details: { documentId: attempt.documentId, attempt: attempt.attempt },
  });
}
