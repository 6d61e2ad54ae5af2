import { closeSync, constants, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';

/** Where files are written before they get their name. */
const INCOMING = 'incoming';

let written = 0;

/**
 * Writes a file, on disk for good, that nobody finds before it is moved to where it belongs. Only this user may read it.
 *
 * @returns its path, in `root` like the place it is to be moved to.
 */
export async function writeIncoming(root: string, bytes: Uint8Array | string): Promise<string> {
  const folder = join(root, INCOMING);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  written += 1;
  const path = join(folder, `${process.pid}-${threadId}-${written}`);
  const file = await open(
    path,
    constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    await file.writeFile(bytes);
    await file.sync();
  } catch (cause) {
    await rm(path, { force: true });
    throw cause;
  } finally {
    await file.close();
  }
  return path;
}

/** Writes a file whole or not at all, in place of what was there; after a power cut it is there or was never written. */
export async function writeWhole(root: string, path: string, bytes: Uint8Array | string): Promise<void> {
  const incoming = await writeIncoming(root, bytes);
  try {
    makeFolders(root, dirname(path));
    await rename(incoming, path);
    await syncFolderAside(dirname(path));
  } catch (cause) {
    await rm(incoming, { force: true });
    throw cause;
  }
}

/** Makes a folder below `root`, and sees to it that each new one outlives a power cut. */
export function makeFolders(root: string, folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (folder !== root) makeFolders(root, parent);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  syncFolder(parent);
}

/** The same as `syncFolder`, while this thread does something else. */
async function syncFolderAside(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a folder's list of files on disk. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Removes what processes left half written when they were killed. */
export function removeLeftovers(root: string): void {
  const folder = join(root, INCOMING);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (!isRunning(Number.parseInt(name, 10))) rmSync(join(folder, name), { force: true });
  }
}

/** This process counts as not running: it calls this before it writes, so that a file of its number is an older one's. */
function isRunning(processId: number): boolean {
  if (processId === process.pid) return written > 0;
  try {
    return process.kill(processId, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
