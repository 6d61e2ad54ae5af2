import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { INDEX_SCHEMA } from './index-schema.ts';
import { type Database, type DatabaseSchema, openDatabase } from './open-database.ts';

/**
 * The list of generations. Numbers never come back, because another process may still have the file of a dropped one
 * open, and would take a new file of that name for it.
 */
export const GENERATIONS_SCHEMA: DatabaseSchema = {
  migrations: [
    `
    CREATE TABLE generations (
      number INTEGER PRIMARY KEY AUTOINCREMENT, state TEXT NOT NULL, fingerprint TEXT NOT NULL,
      version INTEGER NOT NULL, copied TEXT
    ) STRICT;
    CREATE UNIQUE INDEX one_serves ON generations (state) WHERE state = 'serving';
    `,
  ],
};

/** The files of an index: the list of its generations, and a database each. */
export interface IndexFiles {
  readonly catalog: Database;
  /** The database of a generation, made at first need. */
  open(number: number): Database;
  /** Closes the files of all generations but these. */
  keepOpen(numbers: readonly number[]): void;
  /** Removes a generation's file, so that its room on the disk is free at once. */
  remove(number: number): void;
  /** Empties every write-ahead log into its file. */
  checkpoint(): void;
  close(): void;
}

/**
 * Opens the index at this path: it is the file of the first generation, and all others stand beside it. A file that was
 * made before there were generations is listed as the first. `:memory:` keeps all of it in memory.
 */
export function openIndexFiles(file: string): IndexFiles {
  const pathOf = (part: string) => {
    const { dir, name, ext } = path.parse(file);
    return file === ':memory:' || part === '1' ? file : path.join(dir, `${name}-${part}${ext}`);
  };
  const catalog = openDatabase(pathOf('catalog'), GENERATIONS_SCHEMA);
  const opened = new Map<number, Database>();
  const open = (number: number) => {
    const database = opened.get(number) ?? openDatabase(pathOf(String(number)), INDEX_SCHEMA);
    opened.set(number, database);
    return database;
  };
  const close = (number: number) => {
    opened.get(number)?.close();
    opened.delete(number);
  };
  if (file !== ':memory:' && existsSync(file)) adopt(catalog, open(1));

  return {
    catalog,
    open,
    keepOpen: (numbers) => {
      for (const number of [...opened.keys()]) if (!numbers.includes(number)) close(number);
    },
    remove: (number) => {
      close(number);
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${pathOf(String(number))}${suffix}`, { force: true });
    },
    checkpoint: () => {
      for (const database of [catalog, ...opened.values()]) database.checkpoint();
    },
    close: () => {
      for (const database of [catalog, ...opened.values()]) database.close();
    },
  };
}

/** Lists a file that an earlier release filled. */
function adopt(catalog: Database, first: Database): void {
  const stored = first.get("SELECT value FROM settings WHERE name = 'fingerprint'");
  if (stored === undefined) return;
  const fingerprint = z.string().parse(stored['value']);
  catalog.transaction(() => {
    if (catalog.get("SELECT 1 FROM sqlite_sequence WHERE name = 'generations'") !== undefined) return;
    catalog.run("INSERT INTO generations (state, fingerprint, version) VALUES ('serving', ?, 1)", fingerprint);
  });
}
