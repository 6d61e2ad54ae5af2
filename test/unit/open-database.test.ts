import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Database, type DatabaseSchema, openDatabase } from '#shared/adapters/local/open-database.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const SCHEMA: DatabaseSchema = { migrations: ['CREATE TABLE notes (text TEXT)'] };

/** Source: https://www.sqlite.org/pragma.html#pragma_synchronous */
const FULL = 2;

function open(path: string, schema = SCHEMA): Database {
  const database = openDatabase(path, schema);
  onTestFinished(() => database.close());
  return database;
}

const newPath = () => join(temporaryFolder(), 'state', 'notes.db');

describe('openDatabase', () => {
  it('brings a file of an older release up to date and keeps what it holds', () => {
    const path = newPath();
    open(path).run('INSERT INTO notes VALUES (?)', 'kept');

    const database = open(path, { migrations: [...SCHEMA.migrations, 'ALTER TABLE notes ADD COLUMN author TEXT'] });

    expect(database.all('SELECT * FROM notes')).toEqual([{ text: 'kept', author: null }]);
  });

  it('refuses a file of a newer release, by name', () => {
    const path = newPath();
    open(path, { migrations: [...SCHEMA.migrations, 'CREATE TABLE later (text TEXT)'] });

    expect(() => openDatabase(path, SCHEMA)).toThrow(expect.objectContaining({ name: 'StateNewer' }));
  });

  it.each([
    [
      'is no database',
      (path: string) => writeFileSync(path, 'not a database, and long enough to be looked at'.repeat(40)),
    ],
    ['lies below a file', (path: string) => `${path}/inner.db`],
  ])('says that it does not open when the path %s', (_what, spoil) => {
    const path = join(temporaryFolder(), 'notes.db');
    writeFileSync(path, '');
    const spoiled = spoil(path) ?? path;

    expect(() => openDatabase(spoiled, SCHEMA)).toThrow(expect.objectContaining({ name: 'DependencyUnavailable' }));
  });

  it('keeps all or nothing of a relaxed transaction, and waits for the disk again after it', () => {
    const database = open(newPath());

    database.relaxedTransaction(() => database.run('INSERT INTO notes VALUES (?)', 'kept'));
    const failed = () =>
      database.relaxedTransaction(() => {
        database.run('INSERT INTO notes VALUES (?)', 'undone');
        throw new Error('no');
      });

    expect(failed).toThrow('no');
    expect(database.all('SELECT * FROM notes')).toEqual([{ text: 'kept' }]);
    expect(database.get('PRAGMA synchronous')).toEqual({ synchronous: FULL });
  });

  it('is migrated once by processes that open it together', async () => {
    const path = newPath();
    const module = new URL('../../shared/adapters/local/open-database.ts', import.meta.url).href;
    const script = `
      const { openDatabase } = await import(${JSON.stringify(module)});
      const database = openDatabase(${JSON.stringify(path)}, ${JSON.stringify(SCHEMA)});
      for (let n = 0; n < 20; n++) database.transaction(() => database.run('INSERT INTO notes VALUES (?)', 'x'));
    `;

    const processes = Array.from({ length: 4 }, () =>
      spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' }),
    );
    const codes = await Promise.all(processes.map((child) => once(child, 'exit').then(([code]) => code)));

    expect(codes).toEqual([0, 0, 0, 0]);
    expect(open(path).get('SELECT count(*) AS notes FROM notes')).toEqual({ notes: 80 });
  });
});

describe('Database', () => {
  it('undoes a transaction that fails, whole', () => {
    const database = open(newPath());

    const failing = () =>
      database.transaction(() => {
        database.run('INSERT INTO notes VALUES (?)', 'half');
        throw new RangeError('stopped');
      });

    expect(failing).toThrow(RangeError);
    expect(database.all('SELECT * FROM notes')).toEqual([]);
    expect(database.transaction(() => database.run('INSERT INTO notes VALUES (?)', 'next'))).toBe(1);
  });

  it('leaves nothing of deleted text on disk after a checkpoint', () => {
    const path = newPath();
    const database = open(path);
    database.run('INSERT INTO notes VALUES (?)', 'a deleted sentence');
    database.checkpoint();
    expect(readFileSync(path).includes('a deleted sentence')).toBe(true);

    database.run('DELETE FROM notes');
    database.checkpoint();

    expect(readFileSync(path).includes('a deleted sentence')).toBe(false);
    expect(existsSync(`${path}-wal`) && readFileSync(`${path}-wal`).length).toBe(0);
  });
});
