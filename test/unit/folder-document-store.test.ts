import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type FolderDocumentStore, folderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { uploadForms } from '#shared/adapters/local/upload-forms.ts';
import { isEarlierSequencer, type ObjectEvent } from '#shared/domain/object-event.ts';
import { bytesUnder } from '../doubles/bytes-under.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const KEY = 'tenants/acme/inbox/report.txt';
const LIMIT = 1_000_000;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const uploads = uploadForms({ url: () => 'http://127.0.0.1/', secret: new Uint8Array(32), clock: manualClock() });

function openStore(root: string, onChange: (event: ObjectEvent) => void | Promise<void> = () => {}) {
  const store = folderDocumentStore({ root, bucket: 'documents', onChange, uploads });
  onTestFinished(() => store.close());
  return store;
}

/** A store that holds one version of one document. */
async function storeWith(text: string) {
  const root = temporaryFolder();
  const store = openStore(root);
  const { versionId } = await store.write(KEY, bytesOf(text));
  return { root, store, versionId };
}

/** Paths of the files that hold versions. */
function versionFiles(root: string): string[] {
  const entries = readdirSync(join(root, 'objects'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
}

describe('folderDocumentStore', () => {
  it('gives equal histories equal version ids and sequencers', async () => {
    const histories = await Promise.all(
      [0, 1].map(async () => {
        const events: ObjectEvent[] = [];
        const store = openStore(temporaryFolder(), (event) => void events.push(event));
        const first = await store.write(KEY, bytesOf('A'));
        await store.remove(KEY);
        const second = await store.write(KEY, bytesOf('B'), { access: 'group:finance' });
        return [first, second, ...events];
      }),
    );

    expect(histories[0]).toEqual(histories[1]);
    expect(histories[0]?.[0]).toEqual({ versionId: '00000001-559aead08264d579' });
  });

  it('announces every change in order, each once it can be seen', async () => {
    const seen: [ObjectEvent, string][] = [];
    const store: FolderDocumentStore = openStore(temporaryFolder(), async (event) => {
      seen.push([event, (await store.head(event.key)).state]);
    });

    await store.write(KEY, bytesOf('A'));
    await store.write(KEY, bytesOf('A'));
    await store.remove(KEY);
    await store.remove(KEY);

    expect(seen.map(([, state]) => state)).toEqual(['present', 'present', 'absent']);
    const sequencers = seen.map(([{ sequencer = '' }]) => sequencer);
    expect(isEarlierSequencer(sequencers[0] ?? '', sequencers[1] ?? '')).toBe(true);
    expect(isEarlierSequencer(sequencers[1] ?? '', sequencers[2] ?? '')).toBe(true);
    expect(seen[0]?.[0]).toMatchObject({ bucket: 'documents', key: KEY });
  });

  it('keeps a change whose announcement fails, and says so', async () => {
    const store = openStore(temporaryFolder(), () => {
      throw new Error('queue full');
    });

    await expect(store.write(KEY, bytesOf('A'))).rejects.toMatchObject({ name: 'DependencyUnavailable' });

    expect(await store.head(KEY)).toMatchObject({ state: 'present' });
  });

  it('leaves neither bytes nor key of a removed document on disk', async () => {
    const root = temporaryFolder();
    const store = openStore(root);
    await store.write('tenants/acme/inbox/letter of A. Person.txt', bytesOf('a private sentence'));
    await store.write(KEY, bytesOf('kept'));
    expect(bytesUnder(root).includes('a private sentence')).toBe(true);
    expect(bytesUnder(root).includes('A. Person')).toBe(true);

    await store.remove('tenants/acme/inbox/letter of A. Person.txt');

    expect(bytesUnder(root).includes('a private sentence')).toBe(false);
    expect(bytesUnder(root).includes('A. Person')).toBe(false);
    expect(await store.head(KEY)).toMatchObject({ state: 'present' });
  });

  it('is one store to two processes', async () => {
    const root = temporaryFolder();
    const [one, other] = [openStore(root), openStore(root)];

    const versions = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? one : other).write(KEY, bytesOf(`text ${at}`))),
    );

    expect(new Set(versions.map(({ versionId }) => versionId)).size).toBe(20);
    for (const [at, { versionId }] of versions.entries()) {
      expect(textOf(await other.read(KEY, versionId, LIMIT))).toBe(`text ${at}`);
    }
  });
});

describe('folderDocumentStore, on what it does not trust', () => {
  const outside = (root: string) => readdirSync(dirname(root)).filter((name) => name.startsWith('escaped'));

  it.each([
    '../escaped',
    '../../escaped',
    '/escaped',
    'a/../../escaped',
    'C:\\escaped',
    '.',
    '..',
    'a//b',
    '~',
    '%2e%2e',
  ])('keeps the key %j inside its folder', async (key) => {
    const root = join(temporaryFolder(), 'store');
    mkdirSync(root);
    const store = openStore(root);

    const { versionId } = await store.write(key, bytesOf('text'));

    expect(textOf(await store.read(key, versionId, LIMIT))).toBe('text');
    expect(await store.list('')).toEqual([key]);
    expect(outside(root)).toEqual([]);
  });

  it('takes any key that S3 takes, and refuses the others by name', async () => {
    const store = openStore(temporaryFolder());
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (key) => {
        if (key.includes('\0')) {
          await expect(store.write(key, bytesOf(key))).rejects.toMatchObject({ name: 'KeyInvalid' });
          return;
        }
        await store.write(key, bytesOf(key));
        expect(await store.list(key)).toContain(key);
        await store.remove(key);
      }),
      { numRuns: 30 },
    );
    for (const key of ['', 'k'.repeat(1025), '\ud800']) {
      await expect(store.write(key, bytesOf('x'))).rejects.toMatchObject({ name: 'KeyInvalid' });
    }
  });

  it.each(['../../../catalog.db', '../', '00000001-559aead08264d579/../../x', ''])(
    'finds no version called %j',
    async (versionId) => {
      const store = openStore(temporaryFolder());
      await store.write(KEY, bytesOf('A'));

      await expect(store.read(KEY, versionId, LIMIT)).rejects.toMatchObject({ name: 'Superseded' });
    },
  );

  it('does not follow a link that somebody put in place of a version', async () => {
    const { root, store, versionId } = await storeWith('A');
    const secret = join(temporaryFolder(), 'secret');
    writeFileSync(secret, 'S');
    const [file = ''] = versionFiles(root);
    rmSync(file);
    symlinkSync(secret, file);

    await expect(store.read(KEY, versionId, LIMIT)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('does not follow a link that somebody put in place of a folder', async () => {
    const { root, store, versionId } = await storeWith('A');
    const folder = dirname(versionFiles(root)[0] ?? '');
    const elsewhere = temporaryFolder();
    writeFileSync(join(elsewhere, versionId), 'S');
    rmSync(folder, { recursive: true });
    symlinkSync(elsewhere, folder);

    await expect(store.read(KEY, versionId, LIMIT)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });

  it('does not hand out a version whose file was cut short', async () => {
    const { root, store, versionId } = await storeWith('whole');
    writeFileSync(versionFiles(root)[0] ?? '', 'who');

    await expect(store.read(KEY, versionId, LIMIT)).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});
