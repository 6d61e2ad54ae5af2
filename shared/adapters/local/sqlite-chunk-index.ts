import * as z from 'zod';
import type { IndexedChunk, RefusedChunk } from '../../domain/chunk.ts';
import { PipelineFailure } from '../../domain/failures.ts';
import { type EmbedderFingerprint, isSameFingerprint } from '../../domain/fingerprint.ts';
import type { ChunkIndex, IndexedAccess } from '../../ports/chunk-index.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { fromByteVector } from './byte-vector.ts';
import { chunkOfRow } from './chunk-row.ts';
import { createVectorTable, hasTable } from './index-schema.ts';
import { listAttempts } from './list-attempts.ts';
import { localCall } from './local-call.ts';
import type { Database } from './open-database.ts';
import { removeChunks, removeReaders } from './remove-chunks.ts';
import { searchVectors, searchWords } from './search-chunks.ts';
import { writeAccess, writeChunk } from './write-chunks.ts';

/** Chunks in one transaction, at most: some milliseconds, so that a question in between does not wait for a batch. */
const CHUNKS_PER_TRANSACTION = 32;

const FingerprintSchema = z.object({
  modelId: z.string(),
  dimensions: z.int().positive(),
  probe: z.string(),
}) satisfies z.ZodType<EmbedderFingerprint>;

interface SqliteChunkIndexOptions {
  /** Makes terms of a chunk's context and text; questions must go through the same. */
  readonly analyzer: TextAnalyzer;
}

/** The chunk index in a database of `INDEX_SCHEMA`. Vectors are searched one by one: it serves to about 100,000 chunks. */
export function sqliteChunkIndex(database: Database, { analyzer }: SqliteChunkIndexOptions): ChunkIndex {
  const call = <T>(signal: AbortSignal | undefined, work: () => T | Promise<T>) =>
    localCall('the index did not answer', signal, work);

  return {
    prepare: (fingerprint, signal) => call(signal, () => database.transaction(() => prepare(database, fingerprint))),
    fingerprint: (signal) => call(signal, () => storedFingerprint(database)),

    write: (chunks, access, signal) => call(signal, () => writeAll(database, analyzer, chunks, access, signal)),
    setAccess: (access, signal) =>
      call(signal, () => {
        database.transaction(() => writeAccess(database, access));
      }),

    searchLexical: (terms, scope, signal) => call(signal, () => searchWords(database, terms, scope)),
    searchVector: (vector, scope, signal) => call(signal, () => searchVectors(database, vector, scope)),

    removeDocument: (tenantId, documentId, signal) =>
      call(signal, () => removeWhole(database, tenantId, documentId, signal)),
    removeAttempt: (attempt, signal) =>
      call(signal, async () => {
        await removeChunks(database, attempt, signal);
        database.checkpoint();
      }),

    attempts: (after, limit, signal) => call(signal, () => listAttempts(database, after, limit)),
    documentChunks: (tenantId, documentId, signal) => call(signal, () => storedChunks(database, tenantId, documentId)),
  };
}

async function writeAll(
  database: Database,
  analyzer: TextAnalyzer,
  chunks: readonly IndexedChunk[],
  access: IndexedAccess,
  signal: AbortSignal | undefined,
): Promise<RefusedChunk[]> {
  database.transaction(() => writeAccess(database, access));
  for (let start = 0; start < chunks.length; start += CHUNKS_PER_TRANSACTION) {
    signal?.throwIfAborted();
    const some = chunks.slice(start, start + CHUNKS_PER_TRANSACTION);
    database.transaction(() => {
      for (const chunk of some) writeChunk(database, analyzer, chunk);
    });
    await new Promise(setImmediate); // Others on this thread take their turn.
  }
  return []; // Any text and any vector of the index's length fits; one of another length is a defect, and throws.
}

async function removeWhole(
  database: Database,
  tenantId: string,
  documentId: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  database.transaction(() => removeReaders(database, tenantId, documentId));
  await removeChunks(database, { tenantId, documentId }, signal);
  database.run(
    `DELETE FROM documents WHERE tenant_id = ? AND document_id = ?
     AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.document_row = documents.document_row)`,
    ...[tenantId, documentId],
  );
  database.checkpoint();
}

function storedChunks(database: Database, tenantId: string, documentId: string): IndexedChunk[] {
  if (!hasTable(database, 'vectors')) return [];
  const rows = database.all(
    `SELECT chunks.*, documents.tenant_id, documents.document_id, vectors.embedding
     FROM documents JOIN chunks USING (document_row) JOIN vectors ON vectors.rowid = chunk_row
     WHERE documents.tenant_id = ? AND documents.document_id = ? ORDER BY position, chunk_id`,
    ...[tenantId, documentId],
  );
  return rows.map((row) => ({
    ...chunkOfRow(row),
    vector: fromByteVector(z.instanceof(Uint8Array).parse(row['embedding'])),
  }));
}

function prepare(database: Database, fingerprint: EmbedderFingerprint): void {
  const stored = storedFingerprint(database);
  if (stored && !isSameFingerprint(stored, fingerprint)) {
    throw new PipelineFailure('IndexMismatch', 'the index holds vectors of another embedding model', {
      details: { stored: stored.modelId, offered: fingerprint.modelId },
    });
  }
  if (stored) return;
  createVectorTable(database, z.int().positive().parse(fingerprint.dimensions));
  database.run("INSERT INTO settings (name, value) VALUES ('fingerprint', ?)", JSON.stringify(fingerprint));
}

function storedFingerprint(database: Database): EmbedderFingerprint | undefined {
  const row = database.get("SELECT value FROM settings WHERE name = 'fingerprint'");
  return row && FingerprintSchema.parse(JSON.parse(String(row['value'])));
}
