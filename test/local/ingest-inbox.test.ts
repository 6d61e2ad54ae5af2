import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { everyKey } from '#infra/local/every-key.ts';
import { followedKeys } from '#infra/local/followed-keys.ts';
import { watchInbox } from '#infra/local/inbox.ts';
import { folderDocumentStore } from '#shared/adapters/local/folder-document-store.ts';
import { uploadForms } from '#shared/adapters/local/upload-forms.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';

const PREFIX = 'tenants/local/inbox/';
const MAX_BYTES = 100;

/** A folder with files in it, and a document store beside it. */
function setUp(files: Readonly<Record<string, string>>) {
  const root = temporaryFolder();
  const folder = path.join(root, 'folder');
  const uploads = uploadForms({ url: () => '', secret: new Uint8Array(32), clock: manualClock(0) });
  const store = folderDocumentStore({ root: path.join(root, 'store'), bucket: 'b', uploads, onChange: () => {} });
  onTestFinished(() => store.close());
  mkdirSync(folder);
  const put = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) put(name, text);
  const problems: string[] = [];

  const start = async () => {
    const followed = followedKeys(path.join(root, 'followed', 'folder.jsonl'));
    const onProblem = (problem: unknown) => void problems.push(problem instanceof Error ? problem.name : 'unknown');
    const inbox = watchInbox({ folder, keyPrefix: PREFIX, store, followed, maxBytes: MAX_BYTES, onProblem });
    onTestFinished(() => inbox.close());
    await inbox.ready;
    return inbox;
  };
  /** What the store holds: text by path, with how many versions the key has had. */
  const stored = async () => {
    const found: Record<string, string> = {};
    for await (const key of everyKey(store, 'tenants/')) {
      const head = await store.head(key);
      const bytes = head.state === 'present' ? await store.read(key, head.versionId, MAX_BYTES) : new Uint8Array();
      found[key.slice(PREFIX.length)] = Buffer.from(bytes).toString();
    }
    return found;
  };
  const becomes = (expected: Readonly<Record<string, string>>) =>
    vi.waitFor(async () => expect(await stored()).toEqual(expected), { timeout: 100_000, interval: 25 });
  return { root, folder, store, put, problems, start, stored, becomes };
}

it('follows files that are added, changed, renamed and deleted, those in folders too', async () => {
  const { folder, put, start, becomes, problems } = setUp({ 'a.txt': 'a', 'deep/er/b.txt': 'b' });

  await start();
  await becomes({ 'a.txt': 'a', 'deep/er/b.txt': 'b' });
  put('c.txt', 'c');
  put('a.txt', 'a, changed');
  await becomes({ 'a.txt': 'a, changed', 'c.txt': 'c', 'deep/er/b.txt': 'b' });
  renameSync(path.join(folder, 'c.txt'), path.join(folder, 'deep', 'd.txt'));
  rmSync(path.join(folder, 'deep', 'er'), { recursive: true });
  await becomes({ 'a.txt': 'a, changed', 'deep/d.txt': 'c' });

  expect(problems).toEqual([]);
});

it('finds at the start what was added, changed and deleted while nobody watched, and writes nothing else', async () => {
  const { folder, put, store, start, stored } = setUp({ 'same.txt': 's', 'changed.txt': '1', 'gone.txt': 'g' });
  const first = await start();
  await first.close();
  const before = await store.head(`${PREFIX}same.txt`);
  put('changed.txt', '2');
  put('new.txt', 'n');
  rmSync(path.join(folder, 'gone.txt'));

  await start();

  expect(await stored()).toEqual({ 'same.txt': 's', 'changed.txt': '2', 'new.txt': 'n' });
  expect(await store.head(`${PREFIX}same.txt`)).toEqual(before);
});

it('leaves alone what came into the same collection another way', async () => {
  const { store, start, stored } = setUp({ 'a.txt': 'a' });
  await store.write(`${PREFIX}uploaded.txt`, Buffer.from('uploaded'));

  const first = await start();
  await first.close();
  await start();

  expect(await stored()).toEqual({ 'a.txt': 'a', 'uploaded.txt': 'uploaded' });
});

it('takes in nothing hidden, nothing behind a link, and nothing from where a link took the place of a file', async () => {
  const { root, folder, start, stored } = setUp({ 'a.txt': 'a', '.hidden': 'h', '.git/config': 'c' });
  writeFileSync(path.join(root, 'outside.txt'), 'outside');
  symlinkSync(path.join(root, 'outside.txt'), path.join(folder, 'link.txt'));
  symlinkSync(root, path.join(folder, 'link'));
  const first = await start();
  const atFirst = await stored();
  await first.close();
  rmSync(path.join(folder, 'a.txt'));
  symlinkSync(path.join(root, 'outside.txt'), path.join(folder, 'a.txt'));

  await start();

  expect(atFirst).toEqual({ 'a.txt': 'a' });
  expect(await stored()).toEqual({});
});

it('reports a name that no key can have and a file over the limit, and takes in the rest', async () => {
  const { start, stored, problems } = setUp({
    'a\u0007.txt': 'bell',
    'b.txt': 'b',
    'large.txt': 'l'.repeat(MAX_BYTES + 1),
    'z.txt': 'z',
  });

  await start();

  expect(await stored()).toEqual({ 'b.txt': 'b', 'z.txt': 'z' });
  expect(problems.sort()).toEqual(['DocumentTooLarge', 'KeyInvalid']);
});

it('refuses a folder that is not there, and takes nothing for deleted', async () => {
  const { folder, start, stored } = setUp({ 'a.txt': 'a' });
  const first = await start();
  await first.close();
  renameSync(folder, `${folder}-elsewhere`);

  await expect(start()).rejects.toMatchObject({ name: 'InputInvalid' });

  expect(await stored()).toEqual({ 'a.txt': 'a' });
});

it('leaves to the next start what waits when it is closed, and waits for the file that is being written', async () => {
  const { root, folder, store, start, stored } = setUp({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c' });
  const [begun, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const slow = {
    ...store,
    write: async (...args: Parameters<typeof store.write>) => {
      begun.resolve();
      await goOn.promise;
      return store.write(...args);
    },
  };
  const followed = followedKeys(path.join(root, 'followed', 'folder.jsonl'));
  const problems: unknown[] = [];
  const onProblem = (problem: unknown) => void problems.push(problem);
  const options = { folder, keyPrefix: PREFIX, followed, maxBytes: MAX_BYTES, onProblem };
  const first = watchInbox({ ...options, store: slow });
  await begun.promise;

  const closed = first.close();
  goOn.resolve();
  await closed;

  expect(Object.keys(await stored())).toHaveLength(1);
  expect(problems).toEqual([]);
  await start();
  expect(Object.keys(await stored())).toHaveLength(3);
});

it('remembers keys through a last line that a crash cut short', () => {
  const file = path.join(temporaryFolder(), 'deep', 'keys.jsonl');
  const first = followedKeys(file);
  first.add('one');
  first.add('two');
  first.add('two');
  first.remove('one');
  writeFileSync(file, '["+","thr', { flag: 'a' });

  followedKeys(file).add('four');

  expect([...followedKeys(file).before]).toEqual(['two', 'four']);
});
