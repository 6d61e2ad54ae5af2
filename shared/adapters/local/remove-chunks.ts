import type { Attempt, AttemptsUpTo } from '../../domain/identity.ts';
import { wordTableOf } from './index-schema.ts';
import type { Database } from './open-database.ts';

/** What to remove of a document: what one attempt wrote, or, without a version, what all attempts up to that one did. */
type Removal = AttemptsUpTo & Partial<Attempt>;

/**
 * Chunks in one transaction, at most. FTS5 takes some 2 ms to wipe a chunk's words from its lists, and a question that
 * comes in between waits for the transaction.
 */
const CHUNKS_PER_TRANSACTION = 16;

/** Removes chunks from all tables, some at a time; whoever is stopped on the way calls again. */
export async function removeChunks(database: Database, removal: Removal, signal?: AbortSignal): Promise<void> {
  while (database.transaction(() => removeSome(database, removal)) === CHUNKS_PER_TRANSACTION) {
    await new Promise(setImmediate); // Others on this thread take their turn.
    signal?.throwIfAborted();
  }
}

/** Takes all readers from a document, so that nobody finds it while its chunks go; not where a later attempt wrote some. */
export function removeReaders(database: Database, { tenantId, documentId, attempt }: AttemptsUpTo): void {
  database.run(
    `DELETE FROM readers
     WHERE document_row = (SELECT document_row FROM documents WHERE tenant_id = ? AND document_id = ?)
       AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.document_row = readers.document_row AND attempt > ?)`,
    ...[tenantId, documentId, attempt],
  );
}

/** Removes a chunk from all three tables. */
export function removeChunkRow(database: Database, tenantId: string, chunkRow: number): void {
  const row = BigInt(chunkRow); // Virtual tables take no row number that may be a fraction.
  database.run('DELETE FROM chunks WHERE chunk_row = ?', row);
  database.run(`DELETE FROM ${wordTableOf(tenantId)} WHERE rowid = ?`, row);
  database.run('DELETE FROM vectors WHERE rowid = ?', row);
}

function removeSome(database: Database, { tenantId, documentId, versionId, attempt }: Removal): number {
  const rows = database.all(
    `SELECT chunk_row FROM chunks JOIN documents USING (document_row)
     WHERE documents.tenant_id = ? AND documents.document_id = ?
       AND (version_id = ? AND attempt = ? OR ? IS NULL AND attempt <= ?) LIMIT ?`,
    ...[tenantId, documentId, versionId ?? null, attempt, versionId ?? null, attempt, CHUNKS_PER_TRANSACTION],
  );
  for (const row of rows) removeChunkRow(database, tenantId, Number(row['chunk_row']));
  return rows.length;
}
