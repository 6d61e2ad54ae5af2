import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { parseObjectKey } from '#shared/domain/identity.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import { everyKey } from './every-key.ts';

export interface Inbox {
  /** Resolves once every file that was there at the start has been taken in. */
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

interface InboxOptions {
  readonly folder: string;
  /** What stands before a file's path in its key; ends in `/`. */
  readonly keyPrefix: string;
  readonly store: DocumentStore;
  /** Told of a file that could not be taken in; it stays where it is. */
  readonly onProblem: (problem: unknown) => void;
}

/** A file counts as written when its size has not changed for so long, in milliseconds. */
const SETTLED_AFTER = 250;

/**
 * Keeps the document store like a folder: files that are added or changed become new versions, files that go are
 * removed, and a renamed file is both. What went while nobody watched is found at the start.
 */
export function watchInbox(options: InboxOptions): Inbox {
  const { folder, keyPrefix, store, onProblem } = options;
  const seen = new Set<string>();
  const keyOf = (file: string) => keyPrefix + path.relative(folder, file).split(path.sep).join('/');
  let work = Promise.resolve();
  /** One after the other, so that a file's changes reach the store in their order. */
  const enqueue = (task: () => Promise<void>) => {
    work = work.then(task).catch(onProblem);
  };

  const put = async (file: string) => {
    const key = keyOf(file);
    parseObjectKey(key);
    seen.add(key);
    await putIfChanged(store, key, new Uint8Array(await readFile(file)));
  };
  const watcher = watch(folder, {
    followSymlinks: false, // What lies outside the folder was not offered.
    ignored: (file) => path.basename(file).startsWith('.') && file !== folder,
    awaitWriteFinish: { stabilityThreshold: SETTLED_AFTER, pollInterval: 50 },
  });
  watcher.on('add', (file) => enqueue(() => put(file)));
  watcher.on('change', (file) => enqueue(() => put(file)));
  watcher.on('unlink', (file) => enqueue(() => store.remove(keyOf(file))));
  watcher.on('error', onProblem);

  return {
    ready: settled(
      watcher,
      () => work,
      () => removeGone(store, keyPrefix, seen),
    ),
    close: () => watcher.close(),
  };
}

/** Writes a version unless the current one has the same bytes and access. Says whether it did. */
export async function putIfChanged(
  store: DocumentStore,
  key: string,
  bytes: Uint8Array,
  access?: string,
): Promise<boolean> {
  const head = await store.head(key);
  if (head.state === 'present' && head.bytes === bytes.length && head.access === access) {
    const current = await store.read(key, head.versionId, bytes.length);
    if (Buffer.from(current).equals(bytes)) return false;
  }
  await store.write(key, bytes, access);
  return true;
}

async function settled(watcher: FSWatcher, work: () => Promise<void>, finish: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  await work();
  await finish();
}

async function removeGone(store: DocumentStore, keyPrefix: string, seen: ReadonlySet<string>): Promise<void> {
  for await (const key of everyKey(store, keyPrefix)) {
    if (!seen.has(key)) await store.remove(key);
  }
}
