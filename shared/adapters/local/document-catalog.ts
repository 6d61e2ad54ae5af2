import * as z from 'zod';
import { PipelineFailure } from '../../domain/failures.ts';
import { shortHash } from '../../domain/identity.ts';
import type { ObjectAttributes } from '../../ports/document-store.ts';
import type { Database, DatabaseSchema } from './open-database.ts';

/**
 * Which versions each key has. A key's row outlives the key, without its name, so that its numbers go on: a version id
 * or a sequencer given twice would make a new upload look like an old one.
 */
export const CATALOG_SCHEMA: DatabaseSchema = {
  migrations: [
    `
    CREATE TABLE objects (key_hash TEXT PRIMARY KEY, key TEXT, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX objects_by_key ON objects (key) WHERE key IS NOT NULL;
    CREATE TABLE versions (
      key_hash TEXT NOT NULL, sequence INTEGER NOT NULL, version_id TEXT NOT NULL, bytes INTEGER NOT NULL, access TEXT,
      PRIMARY KEY (key_hash, sequence)
    ) STRICT, WITHOUT ROWID;
    `,
    // A marker stands for a deletion that keeps the versions before it.
    'ALTER TABLE versions ADD COLUMN marker INTEGER NOT NULL DEFAULT 0',
    // As JSON, by name.
    'ALTER TABLE versions ADD COLUMN metadata TEXT',
  ],
};

const VersionRowSchema = z.object({
  version_id: z.string(),
  bytes: z.int().nonnegative(),
  access: z.string().nullable(),
  metadata: z
    .string()
    .transform((json) => z.record(z.string(), z.string()).parse(JSON.parse(json)))
    .nullable(),
});

export interface CatalogVersion extends ObjectAttributes {
  readonly versionId: string;
  readonly bytes: number;
}

export interface ListedVersion {
  readonly versionId: string;
  /** A delete marker, which has no bytes. */
  readonly isMarker: boolean;
}

/** Keys in one page of a list, at most; S3's own number. */
const KEYS_PER_PAGE = 1000;

/** Longest key that S3 takes, in bytes of UTF-8. Source: S3 user guide, "Naming Amazon S3 objects". */
const MAX_KEY_BYTES = 1024;

/**
 * Names a key's folder, so that no character of a key ever reaches the file system.
 *
 * @throws PipelineFailure `KeyInvalid` for what S3 would not take either.
 */
export function keyHashOf(key: string): string {
  if (key === '' || Buffer.byteLength(key) > MAX_KEY_BYTES || key.includes('\0') || !key.isWellFormed()) {
    throw new PipelineFailure('KeyInvalid', 'no object can have this key', { details: { length: key.length } });
  }
  return shortHash([key], 40);
}

/** The newest version, or one that is named; none when that is a delete marker. */
export function findVersion(database: Database, key: string, versionId?: string): CatalogVersion | undefined {
  const row = database.get(
    `SELECT version_id, bytes, access, metadata, marker FROM versions WHERE key_hash = ? AND version_id = coalesce(?, version_id)
     ORDER BY sequence DESC LIMIT 1`,
    ...[keyHashOf(key), versionId ?? null],
  );
  if (!row || row['marker'] === 1) return undefined;
  const { version_id, bytes, access, metadata } = VersionRowSchema.parse(row);
  return { versionId: version_id, bytes, access: access ?? undefined, metadata: metadata ?? undefined };
}

/** Version ids that a key's folder may hold. */
export function versionIdsOf(database: Database, keyHash: string): Set<string> {
  const rows = database.all('SELECT version_id FROM versions WHERE key_hash = ?', keyHash);
  return new Set(rows.map((row) => String(row['version_id'])));
}

/** Counts up the key's changes. Runs inside a transaction. */
export function nextSequence(database: Database, key: string): number {
  const row = database.get(
    `INSERT INTO objects (key_hash, key, sequence) VALUES (?, ?, 1)
     ON CONFLICT DO UPDATE SET key = excluded.key, sequence = sequence + 1 RETURNING sequence`,
    ...[keyHashOf(key), key],
  );
  return z.int().parse(row?.['sequence']);
}

export function addVersion(database: Database, key: string, sequence: number, version: CatalogVersion): void {
  database.run(
    'INSERT INTO versions (key_hash, sequence, version_id, bytes, access, metadata) VALUES (?, ?, ?, ?, ?, ?)',
    ...[keyHashOf(key), sequence, version.versionId, version.bytes, version.access ?? null],
    version.metadata === undefined ? null : JSON.stringify(version.metadata),
  );
}

/** Forgets a key and its versions. The sequence of that change, or undefined when there was nothing to forget. */
export function forgetKey(database: Database, key: string): number | undefined {
  const keyHash = keyHashOf(key);
  if (!database.get('SELECT 1 FROM objects WHERE key_hash = ? AND key IS NOT NULL', keyHash)) return undefined;
  const sequence = nextSequence(database, key);
  database.run('UPDATE objects SET key = NULL WHERE key_hash = ?', keyHash);
  database.run('DELETE FROM versions WHERE key_hash = ?', keyHash);
  return sequence;
}

/** Puts a delete marker on top of a key's versions, as S3 does for a deletion that names no version. */
export function addMarker(database: Database, key: string, sequence: number, versionId: string): void {
  database.run(
    'INSERT INTO versions (key_hash, sequence, version_id, bytes, marker) VALUES (?, ?, ?, 0, 1)',
    ...[keyHashOf(key), sequence, versionId],
  );
}

/** Versions and markers of a key, newest first. */
export function versionsOf(database: Database, key: string): ListedVersion[] {
  const rows = database.all(
    'SELECT version_id, marker FROM versions WHERE key_hash = ? ORDER BY sequence DESC',
    keyHashOf(key),
  );
  return rows.map((row) => ({ versionId: String(row['version_id']), isMarker: row['marker'] === 1 }));
}

/** Removes one version or marker. The one before it is the newest then; a key without any is forgotten. */
export function forgetVersion(database: Database, key: string, versionId: string): void {
  const keyHash = keyHashOf(key);
  database.run('DELETE FROM versions WHERE key_hash = ? AND version_id = ?', keyHash, versionId);
  database.run(
    'UPDATE objects SET key = NULL WHERE key_hash = ?1 AND NOT EXISTS (SELECT 1 FROM versions WHERE key_hash = ?1)',
    keyHash,
  );
}

/** One page of keys with a current version, in the order of their bytes, as S3 lists them. */
export function listKeys(database: Database, prefix: string, after = ''): string[] {
  const rows = database.all(
    `SELECT key FROM objects WHERE key > ? AND key >= ? AND key < ?
     AND 0 = (SELECT marker FROM versions WHERE versions.key_hash = objects.key_hash ORDER BY sequence DESC LIMIT 1)
     ORDER BY key LIMIT ?`,
    ...[after, prefix, `${prefix}\u{10ffff}`, KEYS_PER_PAGE],
  );
  return rows.map((row) => String(row['key']));
}
