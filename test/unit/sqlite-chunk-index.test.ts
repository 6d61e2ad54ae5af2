import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { toByteVector } from '#shared/adapters/local/byte-vector.ts';
import { openIndexFiles } from '#shared/adapters/local/index-files.ts';
import { createVectorTable, INDEX_SCHEMA, wordTableOf } from '#shared/adapters/local/index-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteChunkIndex } from '#shared/adapters/local/sqlite-chunk-index.ts';
import { sqliteGenerations } from '#shared/adapters/local/sqlite-generations.ts';
import { bytesUnder } from '../doubles/bytes-under.ts';
import { axis, FINGERPRINT, indexedChunk } from '../doubles/indexed-chunks.ts';
import { indexedDocument } from '../doubles/indexed-document.ts';
import { spacedWordsAnalyzer } from '../doubles/spaced-words-analyzer.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const SCOPE = { tenantId: 'acme', principals: ['everyone-in-tenant'], limit: 10 };
const ACCESS = indexedDocument('everyone-in-tenant');

function openIndex(folder: string) {
  const files = openIndexFiles(join(folder, 'index.db'));
  onTestFinished(() => files.close());
  return { files, index: sqliteChunkIndex(files, { analyzer: spacedWordsAnalyzer }) };
}

/** A file as the first release left it, with one chunk of `d1`. */
function oldFile(folder: string): void {
  const old = openDatabase(join(folder, 'index.db'), {
    ...INDEX_SCHEMA,
    migrations: INDEX_SCHEMA.migrations.slice(0, 1),
  });
  createVectorTable(old, FINGERPRINT.dimensions);
  old.run("INSERT INTO settings (name, value) VALUES ('fingerprint', ?)", JSON.stringify(FINGERPRINT));
  old.run("INSERT INTO documents (tenant_id, document_id, collection) VALUES ('acme', 'd1', 'inbox')");
  old.run(
    `INSERT INTO chunks (document_row, chunk_id, version_id, attempt, position, page, start, "end", text, context)
     VALUES (1, 'c0', 'v1', 1, 0, 1, 0, 9, 'alpha old', '')`,
  );
  old.run("INSERT INTO vectors (rowid, tenant_id, embedding) VALUES (1, 'acme', vec_int8(?))", toByteVector(axis(0)));
  old.close();
}

describe('sqliteChunkIndex', () => {
  it('leaves neither words nor text nor vectors of a removed document on disk', async () => {
    const folder = temporaryFolder();
    const { files, index } = openIndex(folder);
    await index.prepare(FINGERPRINT);
    const vector = [0.11, -0.52, 0.31, 0.42, -0.13, 0.24, 0.35, 0.46];
    const bytes = Buffer.from(Int8Array.from(vector, (value) => Math.round((value * 127) / 0.52)).buffer);
    const kept = indexedChunk('kept words', { documentId: 'd2', position: 1 });
    await index.write([kept], { ...ACCESS, documentId: 'd2' });
    await index.write([indexedChunk('Distinctiveword stays', { vector })], ACCESS);
    files.checkpoint();
    for (const trace of ['Distinctiveword', 'distinctiveword', bytes]) {
      expect(bytesUnder(folder).includes(trace)).toBe(true);
    }

    await index.removeDocument({ tenantId: 'acme', documentId: 'd1', attempt: 1 });

    for (const trace of ['Distinctiveword', 'istinctivewor', bytes]) {
      expect(bytesUnder(folder).includes(trace)).toBe(false);
    }
    expect(await index.documentChunks('acme', 'd2')).toHaveLength(1);
  });

  it('ranks one tenant as if it were alone', async () => {
    const texts = ['alpha beta', 'alpha alpha gamma', 'beta delta'];
    const scoresIn = async (others: number) => {
      const { index } = openIndex(temporaryFolder());
      await index.prepare(FINGERPRINT);
      for (let other = 0; other < others; other++) {
        const foreign = { tenantId: 'globex', documentId: `o${other}` };
        await index.write([indexedChunk('alpha alpha', foreign)], { ...ACCESS, ...foreign });
      }
      await index.write(
        texts.map((text, position) => indexedChunk(text, { position })),
        ACCESS,
      );
      return (await index.searchLexical(['alpha', 'beta'], SCOPE)).map(({ score }) => score);
    };

    expect(await scoresIn(30)).toEqual(await scoresIn(0));
  });

  it('takes a limit past what sqlite-vec looks for', async () => {
    const { index } = openIndex(temporaryFolder());
    await index.prepare(FINGERPRINT);
    await index.write([indexedChunk('alpha')], ACCESS);

    expect(await index.searchVector(axis(0), { ...SCOPE, limit: 1_000_000 })).toHaveLength(1);
  });

  it('names no table by what a tenant calls itself', () => {
    expect(wordTableOf('x; DROP TABLE chunks; --')).toMatch(/^words_[0-9a-f]{24}$/);
  });

  it('shows another process at once what one has written', async () => {
    const folder = temporaryFolder();
    const writer = openIndex(folder).index;
    const reader = openIndex(folder).index;
    await writer.prepare(FINGERPRINT);
    expect(await reader.searchLexical(['alpha'], SCOPE)).toEqual([]);

    await writer.write([indexedChunk('alpha')], ACCESS);

    expect(await reader.searchLexical(['alpha'], SCOPE)).toHaveLength(1);
    expect(await reader.searchVector(axis(0), SCOPE)).toHaveLength(1);
  });

  it('removes the file of a generation that is dropped, and shows other processes the one that serves', async () => {
    const folder = temporaryFolder();
    const { index, files } = openIndex(folder);
    await index.prepare(FINGERPRINT);
    await index.write([indexedChunk('alpha')], ACCESS);
    const generations = sqliteGenerations(files, { analyzer: spacedWordsAnalyzer });
    await generations.create(FINGERPRINT, 'building');
    const [first, second] = await generations.list();
    if (first === undefined || second === undefined) throw new Error('there are two');
    const other = openIndex(folder).index;
    await other.write([indexedChunk('beta', { position: 1 })], ACCESS);
    await generations.serve(second);

    await generations.drop(first);

    expect((await other.searchLexical(['beta'], SCOPE)).map(({ generation }) => generation)).toEqual([2]);
    expect(readdirSync(folder).filter((name) => !/-(?:wal|shm)$/.test(name))).toEqual([
      'index-2.db',
      'index-catalog.db',
    ]);
  });

  it('takes a file over that was filled before there were generations', async () => {
    const folder = temporaryFolder();
    oldFile(folder);

    const { index } = openIndex(folder);

    expect(await index.serving()).toMatchObject({ number: 1, state: 'serving', fingerprint: FINGERPRINT, version: 1 });
  });

  it('reads chunks from before they were looked at, and keeps the scores of new ones beside them', async () => {
    const folder = temporaryFolder();
    oldFile(folder);
    const { index } = openIndex(folder);

    await index.write([indexedChunk('beta new', { position: 1, suspicion: 0.75 })], ACCESS);

    const kept = await index.documentChunks('acme', 'd1');
    expect(kept.map(({ text, suspicion }) => [String(text), suspicion])).toEqual([
      ['alpha old', undefined],
      ['beta new', 0.75],
    ]);
  });

  it('refuses a generation that a newer release made', async () => {
    const { index, files } = openIndex(temporaryFolder());
    await index.prepare(FINGERPRINT);
    files.catalog.run('UPDATE generations SET version = 99');

    await expect(index.serving()).rejects.toMatchObject({ name: 'StateNewer' });
  });

  it('refuses chunks before it knows whose vectors they hold', async () => {
    const { index } = openIndex(temporaryFolder());

    await expect(index.write([indexedChunk('alpha')], ACCESS)).rejects.toMatchObject({ name: 'IndexMismatch' });
  });

  it('translates what the database reports', async () => {
    const { files, index } = openIndex(temporaryFolder());
    await index.prepare(FINGERPRINT);
    files.open(1).execute('DROP TABLE readers');

    await expect(index.searchVector(axis(0), SCOPE)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});
