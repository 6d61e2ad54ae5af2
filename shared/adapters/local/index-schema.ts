import { shortHash } from '../../domain/identity.ts';
import type { Database, DatabaseSchema } from './open-database.ts';

/**
 * The file of one generation's chunks. Tables of vectors and of words come later, once the length of a vector is known and a tenant has
 * chunks. Access and facts stand by themselves, joined by row, so that a change of either touches neither words nor vectors.
 */
export const INDEX_SCHEMA: DatabaseSchema = {
  vectors: true,
  migrations: [
    `
    CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

    CREATE TABLE documents (
      document_row INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, document_id TEXT NOT NULL, collection TEXT NOT NULL,
      UNIQUE (tenant_id, document_id)
    ) STRICT;
    CREATE TABLE readers (
      document_row INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, principal TEXT NOT NULL,
      PRIMARY KEY (document_row, principal)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE chunks (
      chunk_row INTEGER PRIMARY KEY, document_row INTEGER NOT NULL REFERENCES documents, chunk_id TEXT NOT NULL,
      version_id TEXT NOT NULL, attempt INTEGER NOT NULL, position INTEGER NOT NULL, page INTEGER NOT NULL,
      start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL, context TEXT NOT NULL,
      UNIQUE (document_row, chunk_id)
    ) STRICT;
    `,
    'ALTER TABLE chunks ADD COLUMN suspicion REAL;',
    'ALTER TABLE chunks ADD COLUMN focus_start INTEGER; ALTER TABLE chunks ADD COLUMN focus_end INTEGER;',
    `
    CREATE TABLE facts (
      document_row INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, fact TEXT NOT NULL,
      PRIMARY KEY (document_row, fact)
    ) STRICT, WITHOUT ROWID;
    `,
    'ALTER TABLE chunks ADD COLUMN language TEXT;',
  ],
};

/**
 * Makes the table of vectors: whole numbers from -127 to 127, which lose nothing that ranking shows and take a quarter
 * of the room. 256 vectors a block (sqlite-vec's own default is 1,024), for each tenant fills blocks of its own.
 */
export function createVectorTable(database: Database, dimensions: number): void {
  database.execute(
    `CREATE VIRTUAL TABLE IF NOT EXISTS vectors USING vec0(
      tenant_id TEXT PARTITION KEY, embedding INT8[${dimensions}] distance_metric=cosine, chunk_size=256
    )`,
  );
}

/** The table of a tenant's words. Its name is made from a hash, so that no tenant's id ever stands in a statement. */
export function wordTableOf(tenantId: string): string {
  return `words_${shortHash([tenantId], 24)}`;
}

/**
 * Makes a tenant's table of words: one each, so that no score depends on documents of others.
 *
 * Terms come analysed and joined by spaces, so that every other character belongs to a term: `ascii` takes all letters
 * beyond ASCII as they are, and is told to take all punctuation too.
 */
export function createWordTable(database: Database, tenantId: string): void {
  const table = wordTableOf(tenantId);
  if (hasTable(database, table)) return;
  const tokenizer = `ascii tokenchars '${ASCII_PUNCTUATION.replaceAll("'", "''")}'`;
  database.execute(`CREATE VIRTUAL TABLE ${table} USING fts5(terms, tokenize=${quoted(tokenizer)})`);
  database.execute(`INSERT INTO ${table} (${table}, rank) VALUES ('secure-delete', 1)`);
}

export function hasTable(database: Database, table: string): boolean {
  return database.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", table) !== undefined;
}

/** A string that FTS5 takes for one phrase, whatever stands in it. */
export function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

const ASCII_PUNCTUATION = Array.from({ length: 0x7f - 0x21 }, (_, at) => String.fromCharCode(0x21 + at))
  .filter((character) => !/[a-z0-9]/i.test(character))
  .join('');
