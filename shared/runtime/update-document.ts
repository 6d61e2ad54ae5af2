import type { DocumentRecord } from '../domain/document.ts';
import { PipelineFailure } from '../domain/failures.ts';
import type { Ledger } from '../ports/ledger.ts';

/** Writers that meet on one document are few: its admission, its one current attempt, a deletion. */
const MAX_TRIES = 5;

/**
 * Reads a document's row, changes it and writes it back, again from the start when somebody else was faster.
 *
 * @throws PipelineFailure `NotFound` without a row, `LedgerConflict` when it lost every time, or what `change` throws.
 */
export async function updateDocument(
  ledger: Ledger,
  { tenantId, documentId }: Pick<DocumentRecord, 'tenantId' | 'documentId'>,
  change: (record: DocumentRecord) => DocumentRecord,
  signal?: AbortSignal,
): Promise<DocumentRecord> {
  for (let tries = 1; ; tries += 1) {
    const record = await ledger.document(tenantId, documentId, signal);
    if (record === undefined) throw new PipelineFailure('NotFound', 'no such document', { details: { documentId } });
    const changed = change(record);
    if (changed === record || (await wasWritten(ledger, changed, tries, signal))) return changed;
  }
}

async function wasWritten(
  ledger: Ledger,
  record: DocumentRecord,
  tries: number,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    await ledger.writeDocument(record, signal);
    return true;
  } catch (cause) {
    if (cause instanceof PipelineFailure && cause.name === 'LedgerConflict' && tries < MAX_TRIES) return false;
    throw cause;
  }
}
