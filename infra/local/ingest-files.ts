import { readFile } from 'node:fs/promises';
import type { DocumentRecord } from '#shared/domain/document.ts';
import type { FailureName } from '#shared/domain/failures.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { documentIdOf, objectKeyOf } from '#shared/domain/identity.ts';
import type { ObjectAttributes } from '#shared/ports/document-store.ts';
import type { FoundFile } from './find-files.ts';
import { putIfChanged } from './inbox.ts';
import type { Stack } from './stack.ts';

/** What became of one file. It names the document by id and redacted name alone. */
export interface FileOutcome {
  readonly documentId: string;
  readonly name: string;
  readonly outcome: 'published' | 'access-changed' | 'unchanged' | 'rejected' | 'held';
  readonly failure?: FailureName;
}

interface IngestFilesOptions {
  readonly tenant: string;
  readonly collection: string;
  readonly attributes: ObjectAttributes;
  /** Told how many files have ended. */
  readonly onProgress: (ended: number) => void;
}

/** Documents that one look is taken at: some times what runs at once. */
const LOOKED_AT = 32;

/** Puts the files into the document store, waits until each has ended, and says how. A file that changed nothing is free. */
export async function ingestFiles(
  stack: Stack,
  files: readonly FoundFile[],
  options: IngestFilesOptions,
): Promise<FileOutcome[]> {
  const entries = [];
  for (const file of files) entries.push(await enter(stack, file, options));

  let waiting: readonly Entry[] = entries;
  for (let isIdle = false; !isIdle; ) {
    isIdle = await stack.isIdle(); // Asked first: what is idle now has written everything that is read next.
    waiting = isIdle ? [] : await withoutEnded(stack, waiting, options.tenant);
    options.onProgress(entries.length - waiting.length);
    if (!isIdle) await stack.pause();
  }
  return Promise.all(entries.map((entry) => outcomeOf(stack, entry, options.tenant)));
}

interface Entry {
  readonly documentId: string;
  readonly before: DocumentRecord | undefined;
  readonly hasChanged: boolean;
  /** Set when the file was not even taken in. */
  readonly failure?: FailureName;
  readonly versionId?: string | undefined;
}

async function enter(stack: Stack, file: FoundFile, options: IngestFilesOptions): Promise<Entry> {
  const { store, ledger } = stack.ports;
  try {
    const key = objectKeyOf({ tenantId: options.tenant, collection: options.collection, path: file.path });
    const documentId = documentIdOf(options.tenant, store.bucket, key);
    const before = await ledger.document(options.tenant, documentId);
    if (file.bytes > stack.settings.AFFIDAVIT_MAX_DOCUMENT_BYTES) {
      return { documentId, before, hasChanged: false, failure: 'DocumentTooLarge' };
    }
    const hasChanged = await putIfChanged(store, key, new Uint8Array(await readFile(file.file)), options.attributes);
    const head = await store.head(key);
    return { documentId, before, hasChanged, versionId: head.state === 'present' ? head.versionId : undefined };
  } catch (cause) {
    const failure = cause instanceof PipelineFailure ? cause.name : 'DocumentUnreadable';
    return { documentId: '', before: undefined, hasChanged: false, failure };
  }
}

/**
 * Those that are still to end, as far as one look at the oldest of them tells: documents run in about the order in which
 * they came, and to look at ten thousand of them ten times a second would slow the work down.
 */
async function withoutEnded(stack: Stack, waiting: readonly Entry[], tenantId: string): Promise<readonly Entry[]> {
  const oldest = waiting.slice(0, LOOKED_AT);
  const isStillRunning = await Promise.all(oldest.map((entry) => isRunning(stack, entry, tenantId)));
  return [...oldest.filter((_entry, at) => isStillRunning[at]), ...waiting.slice(LOOKED_AT)];
}

/** Whether the version that was put in is still to be seen to its end. */
async function isRunning(stack: Stack, { documentId, versionId, failure }: Entry, tenantId: string): Promise<boolean> {
  if (failure !== undefined) return false;
  const record = await stack.ports.ledger.document(tenantId, documentId);
  return record?.source?.versionId !== versionId || record?.status === 'running';
}

async function outcomeOf(
  stack: Stack,
  { documentId, before, hasChanged, failure }: Entry,
  tenantId: string,
): Promise<FileOutcome> {
  if (failure !== undefined) return { documentId, name: 'file', outcome: 'rejected', failure };
  const record = await stack.ports.ledger.document(tenantId, documentId);
  const name = record?.name ?? 'file';
  if (record?.status === 'rejected' || record?.status === 'held') {
    return { documentId, name, outcome: record.status, ...(record.failure && { failure: record.failure.name }) };
  }
  // Everything has ended, so a document that has not was given up on before it had a row of its own.
  if (record?.status !== 'published')
    return { documentId, name, outcome: 'rejected', failure: 'DependencyUnavailable' };
  const isSameText =
    before?.live?.attempt === record.live?.attempt && before?.live?.versionId === record.live?.versionId;
  if (!isSameText) return { documentId, name, outcome: 'published' };
  return { documentId, name, outcome: hasChanged ? 'access-changed' : 'unchanged' };
}
