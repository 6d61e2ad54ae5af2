import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { PipelineFailure } from '../../domain/failures.ts';
import { parsedJson } from '../../domain/parsed-json.ts';
import type { ArtifactStore } from '../../ports/artifact-store.ts';
import type { Keys } from '../../ports/keys.ts';
import { removeLeftovers, syncFolder, writeWhole } from './durable-file.ts';
import { localCall } from './local-call.ts';

interface FolderArtifactStoreOptions {
  readonly root: string;
  /** Seals what stands under `raw/`, with the key of the tenant that the path names. */
  readonly keys: Pick<Keys, 'seal' | 'open'>;
}

/** Parts of a key as our own code makes them: none climbs, hides or means something to a file system. */
const KEY_PART = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** As many as S3 lists at once. */
const FOLDERS_PER_PAGE = 1_000;

/** Artifacts as files, each written whole or not at all. */
export function folderArtifactStore({ root, keys }: FolderArtifactStoreOptions): ArtifactStore {
  const home = resolve(root);
  removeLeftovers(home);
  const call = <T>(signal: AbortSignal | undefined, work: () => Promise<T>) =>
    localCall('the artifact store did not answer', signal, work);

  return {
    read: (key, schema, signal) =>
      call(signal, async () => {
        const stored = await readFile(pathOf(home, key), { encoding: 'utf8', signal }).catch((cause: unknown) => {
          throw cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? invalid(key, cause) : cause;
        });
        const tenantId = tenantToSealFor(key);
        const parsed = schema.safeParse(parsedJson(tenantId === undefined ? stored : keys.open(tenantId, stored)));
        if (!parsed.success) throw invalid(key, parsed.error);
        return parsed.data;
      }),

    write: (key, value, signal) =>
      call(signal, async () => {
        const text = JSON.stringify(value);
        const tenantId = tenantToSealFor(key);
        await writeWhole(home, pathOf(home, key), tenantId === undefined ? text : keys.seal(tenantId, text));
      }),

    removeUnder: (prefix, signal) =>
      call(signal, async () => {
        // Without its slash, the prefix of document 1 would be that of document 10 as well.
        if (!prefix.endsWith('/')) throw new PipelineFailure('InputInvalid', 'a prefix to remove ends in a slash');
        const folder = pathOf(home, prefix.slice(0, -1));
        await rm(folder, { recursive: true, force: true, maxRetries: 3 });
        await syncIfThere(dirname(folder));
      }),

    folders: (prefix, after, signal) =>
      call(signal, async () => {
        if (!prefix.endsWith('/')) throw new PipelineFailure('InputInvalid', 'a prefix to list ends in a slash');
        const folders = await foldersIn(pathOf(home, prefix.slice(0, -1)));
        const named = folders.map((name) => `${prefix}${name}/`).sort(byBytes);
        return named.filter((folder) => after === undefined || byBytes(folder, after) > 0).slice(0, FOLDERS_PER_PAGE);
      }),
  };
}

/** The tenant whose key seals the artifact, for text before redaction. */
function tenantToSealFor(key: string): string | undefined {
  const [root, tenantId] = key.split('/');
  return root === 'raw' ? (tenantId ?? '') : undefined;
}

function pathOf(home: string, key: string): string {
  const parts = key.split('/');
  if (parts.every((part) => KEY_PART.test(part))) return join(home, 'artifacts', ...parts);
  throw new PipelineFailure('InputInvalid', 'no artifact can have this key', { details: { length: key.length } });
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    throw cause;
  }
}

/** Keys are ASCII, so code units are bytes. */
function byBytes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function syncIfThere(folder: string): Promise<void> {
  try {
    syncFolder(folder);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'ENOENT')) throw cause;
  }
}

function invalid(key: string, cause: unknown): PipelineFailure {
  return new PipelineFailure('InputInvalid', 'no such artifact, or not of the expected shape', {
    cause,
    details: { key },
  });
}
