import { createHash } from 'node:crypto';
import { constants, existsSync, readdirSync, realpathSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { open, realpath, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PipelineFailure } from '../../domain/failures.ts';
import type { ObjectEvent } from '../../domain/object-event.ts';
import type { DocumentStore, ObjectAttributes } from '../../ports/document-store.ts';
import {
  addVersion,
  CATALOG_SCHEMA,
  findVersion,
  forgetKey,
  keyHashOf,
  type ListedVersion,
  listKeys,
  nextSequence,
  versionIdsOf,
  versionsOf,
} from './document-catalog.ts';
import { makeFolders, removeLeftovers, syncFolder, writeIncoming } from './durable-file.ts';
import { markDeleted, removeOne } from './folder-versions.ts';
import { localCall } from './local-call.ts';
import { type Database, openDatabase } from './open-database.ts';
import type { UploadForms } from './upload-forms.ts';

interface FolderDocumentStoreOptions {
  /** Where documents are kept: `catalog.db` and one file a version. */
  readonly root: string;
  readonly bucket: string;
  /** Told of every change once it is on disk. A crash in between loses the event, never the change. */
  readonly onChange: (event: ObjectEvent) => void | Promise<void>;
  readonly uploads: UploadForms;
}

/** What S3 offers to whoever has the bucket, besides what the product asks of it. */
export interface FolderDocumentStore extends DocumentStore {
  /** Versions and delete markers of a key, newest first. */
  versions(key: string, signal?: AbortSignal): Promise<readonly ListedVersion[]>;
  /** Deletes a key by a marker on top of its versions: what a deletion or a lifecycle rule that names no version does. */
  mark(key: string, signal?: AbortSignal): Promise<void>;
  /** Removes one version or marker for good. The removal of a marker is told to nobody, although it revives the key. */
  removeVersion(key: string, versionId: string, signal?: AbortSignal): Promise<void>;
  close(): void;
}

/**
 * A versioned bucket in a folder, for several processes at once. The catalog's commit is what makes a change; files that
 * it does not name are nobody's and are swept. Version ids and sequencers count a key's changes, so that equal histories
 * give equal ids.
 */
export function folderDocumentStore({
  root,
  bucket,
  onChange,
  uploads,
}: FolderDocumentStoreOptions): FolderDocumentStore {
  const home = resolve(root);
  const database = openDatabase(join(home, 'catalog.db'), CATALOG_SCHEMA);
  const folder: Folder = { home: realpathSync(home), database };
  removeLeftovers(folder.home);
  sweepAll(folder);

  const call = <T>(signal: AbortSignal | undefined, work: () => T | Promise<T>) =>
    localCall('the document store did not answer', signal, work);
  const announce = (key: string, sequence: number) => onChange({ bucket, key, sequencer: sequencerOf(sequence) });

  return {
    bucket,
    head: (key, signal) =>
      call(signal, () => {
        const version = findVersion(database, key);
        if (version === undefined) return { state: 'absent' };
        return { state: 'present', ...version, modifiedAt: writtenAt(folder, key, version.versionId) };
      }),
    read: (key, versionId, maxBytes, signal) =>
      call(signal, () => readVersion(folder, key, versionId, maxBytes, signal)),
    list: (prefix, after, signal) => call(signal, () => listKeys(database, prefix, after)),
    presignUpload: (key, limits, signal) => call(signal, () => uploads.sign(bucket, key, limits)),

    write: (key, bytes, attributes = {}, signal) =>
      call(signal, async () => {
        const { versionId, sequence } = await writeVersion(folder, key, bytes, attributes);
        await announce(key, sequence);
        return { versionId };
      }),

    remove: (key, signal) =>
      call(signal, async () => {
        const keyHash = keyHashOf(key);
        const sequence = database.transaction(() => forgetKey(database, key));
        try {
          if (sequence !== undefined) await announce(key, sequence);
        } finally {
          sweep(folder, keyHash);
          database.checkpoint(); // The key's name goes from the log too.
        }
      }),

    ...versionCalls(folder, call, announce),
    close: () => database.close(),
  };
}

/** Of a version that goes away meanwhile, nobody knows. */
function writtenAt({ home }: Folder, key: string, versionId: string): string | undefined {
  return statSync(join(folderOf(home, keyHashOf(key)), versionId), { throwIfNoEntry: false })?.mtime.toISOString();
}

type Call = <T>(signal: AbortSignal | undefined, work: () => T | Promise<T>) => Promise<T>;

function versionCalls(
  folder: Folder,
  call: Call,
  announce: (key: string, sequence: number) => void | Promise<void>,
): Pick<FolderDocumentStore, 'versions' | 'mark' | 'removeVersion'> {
  const { database } = folder;
  return {
    versions: (key, signal) => call(signal, () => versionsOf(database, key)),
    mark: (key, signal) => call(signal, async () => announce(key, markDeleted(database, key))),
    removeVersion: (key, versionId, signal) =>
      call(signal, async () => {
        const sequence = removeOne(database, key, versionId);
        sweep(folder, keyHashOf(key));
        if (sequence !== undefined) await announce(key, sequence);
      }),
  };
}

interface Folder {
  /** The real path, without links. */
  readonly home: string;
  readonly database: Database;
}

async function writeVersion(folder: Folder, key: string, bytes: Uint8Array, attributes: ObjectAttributes) {
  const { home, database } = folder;
  const target = folderOf(home, keyHashOf(key));
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  const incoming = await writeIncoming(home, bytes);
  try {
    return database.transaction(() => {
      const sequence = nextSequence(database, key);
      const versionId = `${String(sequence).padStart(8, '0')}-${contentHash.slice(0, 16)}`;
      makeFolders(home, target);
      renameSync(incoming, join(target, versionId));
      syncFolder(target);
      addVersion(database, key, sequence, { ...attributes, versionId, bytes: bytes.length });
      return { versionId, sequence };
    });
  } catch (cause) {
    await rm(incoming, { force: true });
    throw cause;
  }
}

async function readVersion(
  { home, database }: Folder,
  key: string,
  versionId: string,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const version = findVersion(database, key, versionId);
  if (!version) throw gone();
  if (version.bytes > maxBytes) {
    throw new PipelineFailure('DocumentTooLarge', 'the document is over the size limit', {
      details: { bytes: version.bytes, maxBytes },
    });
  }
  const path = join(folderOf(home, keyHashOf(key)), version.versionId);
  const bytes = await readFile(path, signal).catch((cause: unknown) => {
    throw cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? gone() : cause;
  });
  if (bytes.length !== version.bytes) throw new Error('the file is not as long as it was written');
  return bytes;
}

/** Reads a file of ours, and never what somebody linked in its place. */
async function readFile(path: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  if ((await realpath(path)) !== path) throw new Error('a link stands where a document was');
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return await file.readFile({ signal });
  } finally {
    await file.close();
  }
}

/** Removes every file of a key that the catalog does not name. Writers move theirs in under the same lock. */
function sweep({ home, database }: Folder, keyHash: string): void {
  const folder = folderOf(home, keyHash);
  if (!existsSync(folder)) return;
  database.transaction(() => {
    const known = versionIdsOf(database, keyHash);
    for (const name of readdirSync(folder)) {
      if (!known.has(name)) rmSync(join(folder, name), { force: true });
    }
    if (known.size === 0) rmdirSync(folder);
    else syncFolder(folder);
  });
}

function sweepAll(folder: Folder): void {
  const objects = join(folder.home, 'objects');
  if (!existsSync(objects)) return;
  for (const shelf of readdirSync(objects)) {
    for (const keyHash of readdirSync(join(objects, shelf))) sweep(folder, keyHash);
  }
}

function folderOf(home: string, keyHash: string): string {
  return join(home, 'objects', keyHash.slice(0, 2), keyHash);
}

/** Of one length, so that the order of texts is the order of numbers. */
function sequencerOf(sequence: number): string {
  return sequence.toString(16).padStart(16, '0').toUpperCase();
}

function gone(): PipelineFailure {
  return new PipelineFailure('Superseded', 'that version is no longer there');
}
