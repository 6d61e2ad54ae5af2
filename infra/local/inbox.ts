import { constants, realpathSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { watch } from 'chokidar';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { parseObjectKey } from '#shared/domain/identity.ts';
import type { DocumentStore, ObjectAttributes } from '#shared/ports/document-store.ts';
import type { FollowedKeys } from './followed-keys.ts';

export interface Inbox {
  /** Resolves once every file that was there at the start has been taken in. */
  readonly ready: Promise<void>;
  /** Resolves once the file that is being taken in has been; what waits behind it is left for the next start. */
  close(): Promise<void>;
}

interface InboxOptions {
  readonly folder: string;
  /** What stands before a file's path in its key; ends in `/`. */
  readonly keyPrefix: string;
  readonly store: DocumentStore;
  /** What this folder put into the store before: only that is removed when its file is gone. */
  readonly followed: FollowedKeys;
  /** A larger file is not even read. */
  readonly maxBytes: number;
  /** Told of a file that could not be taken in; it stays where it is. */
  readonly onProblem: (problem: unknown) => void;
}

/** A file counts as written when its size has not changed for so long, in milliseconds. */
const SETTLED_AFTER = 250;

/**
 * Keeps the document store like a folder: files that are added or changed become new versions, files that go are
 * removed, and a renamed file is both. What went while nobody watched is found at the start. Documents that came
 * another way are left alone.
 *
 * @throws PipelineFailure `InputInvalid` when the folder is not there: nothing is taken for removed then.
 */
export function watchInbox({ keyPrefix, store, followed, maxBytes, onProblem, ...options }: InboxOptions): Inbox {
  const folder = realFolder(options.folder);
  const seen = new Set<string>();
  const keyOf = (file: string) => keyPrefix + path.relative(folder, file).split(path.sep).join('/');
  let isScanned = true;
  const { enqueue, drop } = taskQueue(onProblem);

  const put = async (file: string) => {
    const key = keyOf(file);
    parseObjectKey(key);
    seen.add(key); // Also when reading fails: what cannot be read has not gone.
    const bytes = await readRegularFile(file, maxBytes);
    if (bytes === undefined) return void seen.delete(key);
    followed.add(key);
    await putIfChanged(store, key, bytes);
  };
  const remove = async (key: string) => {
    await store.remove(key);
    followed.remove(key);
  };
  const removeGone = async () => {
    if (!isScanned) return; // A part that could not be read has not gone.
    for (const key of followed.before) if (!seen.has(key)) await remove(key).catch(onProblem);
  };

  const watcher = watch(folder, {
    followSymlinks: false, // What lies outside the folder was not offered.
    ignored: (file) => path.basename(file).startsWith('.') && file !== folder,
    awaitWriteFinish: { stabilityThreshold: SETTLED_AFTER, pollInterval: 50 },
  });
  watcher.on('add', (file) => void enqueue(() => put(file)));
  watcher.on('change', (file) => void enqueue(() => put(file)));
  watcher.on('unlink', (file) => void enqueue(() => remove(keyOf(file))));
  watcher.on('error', (problem) => {
    isScanned = false;
    onProblem(problem);
  });

  const scanned = new Promise<void>((resolve) => {
    watcher.once('ready', () => resolve());
  });
  return {
    ready: scanned.then(() => enqueue(removeGone)),
    close: async () => void (await Promise.all([drop(), watcher.close()])),
  };
}

/** One task after the other, so that a file's changes reach the store in their order. */
function taskQueue(onProblem: (problem: unknown) => void) {
  let work = Promise.resolve();
  let isDropped = false;
  return {
    enqueue: (task: () => Promise<void>) => {
      work = work.then(async () => (isDropped ? undefined : task())).catch(onProblem);
      return work;
    },
    /** Leaves out what waits. Resolves once what runs has ended: the store is not to be closed under it. */
    drop: () => {
      isDropped = true;
      return work;
    },
  };
}

/** Writes a version unless the current one has the same bytes and attributes. Says whether it did. */
export async function putIfChanged(
  store: DocumentStore,
  key: string,
  bytes: Uint8Array,
  attributes: ObjectAttributes = {},
): Promise<boolean> {
  const head = await store.head(key);
  if (head.state === 'present' && head.bytes === bytes.length && hasSameAttributes(head, attributes)) {
    const current = await store.read(key, head.versionId, bytes.length);
    if (Buffer.from(current).equals(bytes)) return false;
  }
  await store.write(key, bytes, attributes);
  return true;
}

function hasSameAttributes(a: ObjectAttributes, b: ObjectAttributes): boolean {
  const told = ({ access, metadata = {} }: ObjectAttributes) =>
    JSON.stringify([access, Object.entries(metadata).sort()]);
  return told(a) === told(b);
}

/** The folder itself may be behind a link; what is in it may not. */
function realFolder(folder: string): string {
  try {
    const real = realpathSync(folder);
    if (statSync(real).isDirectory()) return real;
  } catch {
    // Told below, without the path.
  }
  throw new PipelineFailure('InputInvalid', 'the folder to follow is not there, or is no folder');
}

/** Nothing for what is no regular file, or has gone meanwhile. */
async function readRegularFile(file: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(whyNot);
  if (handle === undefined) return undefined;
  try {
    const state = await handle.stat();
    if (!state.isFile()) return undefined;
    if (state.size <= maxBytes) return new Uint8Array(await handle.readFile());
  } finally {
    await handle.close();
  }
  throw new PipelineFailure('DocumentTooLarge', 'a file in the followed folder is over the limit', {
    details: { limit: maxBytes },
  });
}

function whyNot(cause: NodeJS.ErrnoException): undefined {
  if (cause.code === 'ENOENT' || cause.code === 'ELOOP') return undefined;
  throw new PipelineFailure('DocumentUnreadable', 'a file in the followed folder cannot be read', { cause });
}
