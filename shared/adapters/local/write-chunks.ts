import type { IndexedChunk } from '../../domain/chunk.ts';
import { chunkTerms } from '../../domain/chunk-terms.ts';
import type { IndexedAccess } from '../../ports/chunk-index.ts';
import type { TextAnalyzer } from '../../ports/text-analyzer.ts';
import { toByteVector } from './byte-vector.ts';
import { createWordTable, wordTableOf } from './index-schema.ts';
import type { Database } from './open-database.ts';
import { removeChunkRow } from './remove-chunks.ts';

/** Says who finds the document's chunks, now and later ones, and by which facts. Nobody does while access is empty. */
export function writeAccess(database: Database, indexed: IndexedAccess): void {
  const { tenantId, documentId, collection, access, facts = [] } = indexed;
  database.run(
    `INSERT INTO documents (tenant_id, document_id, collection) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET collection = excluded.collection`,
    ...[tenantId, documentId, collection],
  );
  const row = documentRowOf(database, tenantId, documentId);
  database.run('DELETE FROM readers WHERE document_row = ?', row);
  for (const principal of new Set(access)) {
    database.run('INSERT INTO readers (document_row, principal) VALUES (?, ?)', row, principal);
  }
  database.run('DELETE FROM facts WHERE document_row = ?', row);
  for (const fact of new Set(facts)) {
    database.run('INSERT INTO facts (document_row, fact) VALUES (?, ?)', row, fact);
  }
}

/** Writes one chunk in its tenant's tables, in place of the one with the same id. Runs inside a transaction. */
export function writeChunk(database: Database, analyzer: TextAnalyzer, chunk: IndexedChunk): void {
  createWordTable(database, chunk.tenantId);
  const document = documentRowOf(database, chunk.tenantId, chunk.documentId);
  const known = database.get(
    'SELECT chunk_row FROM chunks WHERE document_row = ? AND chunk_id = ?',
    ...[document, chunk.chunkId],
  );
  if (known) removeChunkRow(database, chunk.tenantId, Number(known['chunk_row']));

  const inserted = database.get(
    `INSERT INTO chunks (document_row, chunk_id, version_id, attempt, position, page, start, "end", text, context,
       suspicion, focus_start, focus_end, language)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING chunk_row`,
    ...[document, chunk.chunkId, chunk.versionId, chunk.attempt, chunk.position],
    ...[chunk.page, chunk.start, chunk.end, chunk.text, chunk.context, chunk.suspicion ?? null],
    ...[chunk.focus?.start ?? null, chunk.focus?.end ?? null, chunk.language ?? null],
  );
  const row = BigInt(Number(inserted?.['chunk_row'])); // Virtual tables take no row number that may be a fraction.
  const terms = chunkTerms(chunk, analyzer.analyze).join(' ');
  database.run(`INSERT INTO ${wordTableOf(chunk.tenantId)} (rowid, terms) VALUES (?, ?)`, row, terms);
  database.run(
    'INSERT INTO vectors (rowid, tenant_id, embedding) VALUES (?, ?, vec_int8(?))',
    ...[row, chunk.tenantId, toByteVector(chunk.vector)],
  );
}

function documentRowOf(database: Database, tenantId: string, documentId: string): number {
  const row = database.get(
    'SELECT document_row FROM documents WHERE tenant_id = ? AND document_id = ?',
    ...[tenantId, documentId],
  );
  return Number(row?.['document_row']);
}
