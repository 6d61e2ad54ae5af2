import * as z from 'zod';
import type { IndexedChunk, RefusedChunk } from '../../domain/chunk.ts';
import type { AttemptsUpTo } from '../../domain/identity.ts';
import type { IndexedAccess } from '../../ports/chunk-index.ts';
import type { ChunkPlace, DocumentPlace, GenerationIndex } from '../../ports/index-generations.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { fromByteVector } from './byte-vector.ts';
import { chunkOfRow } from './chunk-row.ts';
import { listAttempts } from './list-attempts.ts';
import { localCall } from './local-call.ts';
import type { Database } from './open-database.ts';
import { removeChunks, removeReaders } from './remove-chunks.ts';
import { type FoundChunk, searchVectors, searchWords } from './search-chunks.ts';
import { writeAccess, writeChunk } from './write-chunks.ts';

/** Chunks in one transaction, at most: some milliseconds, so that a question in between does not wait for a batch. */
const CHUNKS_PER_TRANSACTION = 32;

/** Chunks to a page of a document: of 384 numbers some 600 KiB. */
const CHUNKS_PER_PAGE = 200;

/** Comes before every chunk that can be. */
const BEFORE_ALL: ChunkPlace = { position: -1, chunkId: '' };

interface SqliteGenerationOptions {
  readonly generation: number;
  /** Its database, with its table of vectors; looked for at each call, for it may be dropped at any time. */
  readonly find: () => Database;
  /** Makes terms of a chunk's context and text; questions must go through the same. */
  readonly analyzer: TextAnalyzer;
}

/** One generation in a database of `INDEX_SCHEMA`. Vectors are searched one by one: it serves to about 100,000 chunks. */
export function sqliteGenerationIndex({ generation, find, analyzer }: SqliteGenerationOptions): GenerationIndex {
  const call = <T>(signal: AbortSignal | undefined, work: (database: Database) => T | Promise<T>) =>
    localCall('the index did not answer', signal, () => work(find()));
  const found = (hits: readonly FoundChunk[]) => hits.map((hit) => ({ ...hit, generation }));

  return {
    write: (chunks, access, signal) => call(signal, (database) => writeAll(database, analyzer, chunks, access, signal)),
    setAccess: (access, signal) =>
      call(signal, (database) => {
        database.transaction(() => writeAccess(database, access));
      }),

    searchLexical: (terms, scope, signal) => call(signal, (database) => found(searchWords(database, terms, scope))),
    searchVector: (vector, scope, signal) => call(signal, (database) => found(searchVectors(database, vector, scope))),

    removeDocument: (attempts, signal) => call(signal, (database) => removeWhole(database, attempts, signal)),
    removeAttempt: (attempt, signal) =>
      call(signal, async (database) => {
        await removeChunks(database, attempt, signal);
        database.checkpoint();
      }),

    attempts: (after, limit, signal) => call(signal, (database) => listAttempts(database, after, limit)),
    chunkPage: (document, after, signal) => call(signal, (database) => storedChunks(database, document, after)),
    documentAccess: (document, signal) => call(signal, (database) => storedAccess(database, document)),
    count: (signal) =>
      call(signal, (database) => Number(database.get('SELECT count(*) AS chunks FROM chunks')?.['chunks'])),
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

async function removeWhole(database: Database, attempts: AttemptsUpTo, signal: AbortSignal | undefined): Promise<void> {
  database.transaction(() => removeReaders(database, attempts));
  await removeChunks(database, attempts, signal);
  database.run(
    `DELETE FROM documents WHERE tenant_id = ? AND document_id = ?
     AND NOT EXISTS (SELECT 1 FROM chunks WHERE chunks.document_row = documents.document_row)`,
    ...[attempts.tenantId, attempts.documentId],
  );
  database.checkpoint();
}

function storedChunks(
  database: Database,
  { tenantId, documentId }: DocumentPlace,
  after: ChunkPlace = BEFORE_ALL,
): IndexedChunk[] {
  const rows = database.all(
    `SELECT chunks.*, documents.tenant_id, documents.document_id, vectors.embedding
     FROM documents JOIN chunks USING (document_row) JOIN vectors ON vectors.rowid = chunk_row
     WHERE documents.tenant_id = ? AND documents.document_id = ? AND (position, chunk_id) > (?, ?)
     ORDER BY position, chunk_id LIMIT ?`,
    ...[tenantId, documentId, after.position, after.chunkId, CHUNKS_PER_PAGE],
  );
  return rows.map((row) => ({
    ...chunkOfRow(row),
    vector: fromByteVector(z.instanceof(Uint8Array).parse(row['embedding'])),
  }));
}

function storedAccess(database: Database, { tenantId, documentId }: DocumentPlace): IndexedAccess | undefined {
  const rows = database.all(
    `SELECT collection, principal FROM documents LEFT JOIN readers USING (document_row)
     WHERE tenant_id = ? AND document_id = ?
       AND EXISTS (SELECT 1 FROM chunks WHERE chunks.document_row = documents.document_row) ORDER BY principal`,
    ...[tenantId, documentId],
  );
  if (rows.length === 0) return undefined;
  const access = rows.flatMap(({ principal }) => (principal === null ? [] : [String(principal)]));
  const facts = database.all(
    'SELECT fact FROM documents JOIN facts USING (document_row) WHERE tenant_id = ? AND document_id = ? ORDER BY fact',
    ...[tenantId, documentId],
  );
  const collection = String(rows[0]?.['collection']);
  return { tenantId, documentId, collection, access, facts: facts.map(({ fact }) => String(fact)) };
}
