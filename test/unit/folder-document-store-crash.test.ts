import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyHashOf } from '#shared/adapters/local/document-catalog.ts';
import { folderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { uploadForms } from '#shared/adapters/local/upload-forms.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const KEY = 'tenants/acme/inbox/report.txt';
const uploads = uploadForms({ url: () => 'http://127.0.0.1/', secret: new Uint8Array(32), clock: manualClock() });

function openStore(root: string) {
  const store = folderDocumentStore({ root, bucket: 'documents', onChange: () => {}, uploads });
  onTestFinished(() => store.close());
  return store;
}

/** A process that writes and removes without end; each line of its output is a version that it was promised. */
function startWriter(root: string): ChildProcessByStdio<null, Readable, null> {
  const module = new URL('../../shared/adapters/local/folder-document-store.ts', import.meta.url).href;
  const script = `
    const { folderDocumentStore } = await import(${JSON.stringify(module)});
    const store = folderDocumentStore({ root: ${JSON.stringify(root)}, bucket: 'b', onChange: () => {}, uploads: {} });
    for (let n = 0; ; n++) {
      const key = 'key ' + (n % 3);
      if (n % 5 === 4) await store.remove(key);
      const { versionId } = await store.write(key, Buffer.alloc(20_000, versionOf(n)));
      console.log(versionId);
    }
    function versionOf(n) { return String.fromCharCode(97 + (n % 26)); }
  `;
  return spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'ignore'] });
}

describe('folderDocumentStore, after a crash', () => {
  it.each([1, 3, 4, 7])('has every version whole after a kill that follows write %i', async (writes) => {
    const root = temporaryFolder();
    const writer = startWriter(root);
    let lines = 0;
    for await (const chunk of writer.stdout) {
      lines += String(chunk).split('\n').length - 1;
      if (lines >= writes) break;
    }
    writer.kill('SIGKILL');
    await once(writer, 'exit');

    const store = openStore(root);

    for (const key of await store.list('')) {
      const state = await store.head(key);
      if (state.state === 'absent') throw new Error('a listed key is there');
      const bytes = await store.read(key, state.versionId, 20_000);
      expect(bytes.length).toBe(20_000);
      expect(new Set(bytes).size).toBe(1);
    }
    expect(readdirSync(join(root, 'incoming'))).toEqual([]);
  });

  it('sweeps files that no commit names, and no others', async () => {
    const root = temporaryFolder();
    const before = openStore(root);
    const { versionId } = await before.write(KEY, new Uint8Array([1]));
    const orphanOf = (key: string) => join(root, 'objects', keyHashOf(key).slice(0, 2), keyHashOf(key), '00000009-ab');
    for (const key of [KEY, 'never committed']) {
      mkdirSync(dirname(orphanOf(key)), { recursive: true });
      writeFileSync(orphanOf(key), 'left behind');
    }

    const store = openStore(root);

    expect(existsSync(orphanOf(KEY))).toBe(false);
    expect(existsSync(dirname(orphanOf('never committed')))).toBe(false);
    expect(await store.read(KEY, versionId, 10)).toHaveLength(1);
  });

  it('removes what a dead process left half written, and nothing of a living one', () => {
    const root = temporaryFolder();
    mkdirSync(join(root, 'incoming'));
    const noProcess = 2 ** 30; // Past the highest number that Linux and macOS give.
    for (const owner of [noProcess, process.ppid]) writeFileSync(join(root, 'incoming', `${owner}-0-1`), 'half');

    openStore(root);

    expect(readdirSync(join(root, 'incoming'))).toEqual([`${process.ppid}-0-1`]);
  });

  it('finishes a removal that was cut off after its commit', async () => {
    const root = temporaryFolder();
    const store = openStore(root);
    await store.write(KEY, new Uint8Array([1]));
    await store.remove(KEY);
    const folder = join(root, 'objects', keyHashOf(KEY).slice(0, 2), keyHashOf(KEY));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, '00000001-559aead08264d579'), 'not yet gone');

    await store.remove(KEY);

    expect(existsSync(folder)).toBe(false);
  });
});
