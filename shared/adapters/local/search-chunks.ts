import * as z from 'zod';
import type { Vector } from '../../domain/vector.ts';
import type { SearchHit, SearchScope } from '../../ports/chunk-index.ts';
import { toByteVector } from './byte-vector.ts';
import { chunkOfRow } from './chunk-row.ts';
import { hasTable, quoted, wordTableOf } from './index-schema.ts';
import type { Database } from './open-database.ts';

/** A hit of this database, which does not know its number. */
export type FoundChunk = Omit<SearchHit, 'generation'>;

/** Most neighbours that sqlite-vec looks for. Source: sqlite-vec 0.1.9, SQLITE_VEC_VEC0_K_MAX. */
const MAX_NEIGHBOURS = 4096;

/**
 * Rows of the chunks that the scope lets its asker see: the filter inside every search. It names tenant, principals,
 * where they are narrowed collections, and what the document's facts have to meet; a document without readers is nobody's.
 */
const VISIBLE_ROWS = `
  SELECT chunk_row FROM documents JOIN chunks USING (document_row)
  WHERE documents.tenant_id = ?
    AND EXISTS (
      SELECT 1 FROM readers
      WHERE readers.document_row = documents.document_row AND principal IN (SELECT value FROM json_each(?))
    )
    AND (? IS NULL OR collection IN (SELECT value FROM json_each(?)))
    AND NOT EXISTS (
      SELECT 1 FROM json_each(?) AS condition WHERE NOT EXISTS (
        SELECT 1 FROM facts WHERE facts.document_row = documents.document_row AND (
          fact IN (SELECT value FROM json_each(condition.value, '$.keys'))
          OR EXISTS (
            SELECT 1 FROM json_each(condition.value, '$.spans') AS span
            WHERE fact >= span.value ->> '$.from' AND fact < span.value ->> '$.below'
          )
        )
      )
    )`;

/** What searches share once they have rows and scores: the chunks, best first; among equals, by id. */
const WITH_CHUNKS = `
  SELECT chunks.*, documents.tenant_id, documents.document_id, score
  FROM found JOIN chunks USING (chunk_row) JOIN documents USING (document_row) ORDER BY score DESC, chunk_id`;

/** Best first by FTS5's BM25 (k1 1.2, b 0.75) among the tenant's own chunks. */
export function searchWords(database: Database, terms: readonly string[], scope: SearchScope): FoundChunk[] {
  const words = [...new Set(terms)].filter((term) => /[^\s\0]/.test(term));
  const table = wordTableOf(scope.tenantId);
  if (words.length === 0 || scope.limit < 1 || !hasTable(database, table)) return [];

  // The plus keeps SQLite from looking the words up once a visible row.
  const rows = database.all(
    `WITH found AS MATERIALIZED (
       SELECT rowid AS chunk_row, -bm25(${table}) AS score FROM ${table}
       WHERE ${table} MATCH ? AND +rowid IN (${VISIBLE_ROWS}) ORDER BY score DESC LIMIT ?
     ) ${WITH_CHUNKS}`,
    ...[words.map((word) => quoted(word.replaceAll('\0', ''))).join(' OR '), ...filterOf(scope), scope.limit],
  );
  return rows.map(hitOfRow);
}

/** Best first by cosine similarity; every visible vector is compared. */
export function searchVectors(database: Database, vector: Vector, scope: SearchScope): FoundChunk[] {
  if (scope.limit < 1) return [];

  const rows = database.all(
    `WITH found AS MATERIALIZED (
       SELECT rowid AS chunk_row, 1 - coalesce(distance, 1) AS score FROM vectors
       WHERE embedding MATCH vec_int8(?) AND k = ? AND tenant_id = ? AND rowid IN (${VISIBLE_ROWS})
     ) ${WITH_CHUNKS}`,
    ...[toByteVector(vector), BigInt(Math.min(scope.limit, MAX_NEIGHBOURS)), scope.tenantId, ...filterOf(scope)],
  );
  return rows.map(hitOfRow);
}

function filterOf({ tenantId, principals, collections, conditions = [] }: SearchScope) {
  const narrowed = collections ? JSON.stringify(collections) : null;
  return [tenantId, JSON.stringify(principals), narrowed, narrowed, JSON.stringify(conditions)];
}

function hitOfRow(row: Parameters<typeof chunkOfRow>[0]): FoundChunk {
  return { chunk: chunkOfRow(row), score: z.number().parse(row['score']) };
}
