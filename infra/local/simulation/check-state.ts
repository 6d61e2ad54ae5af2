import { createHash } from 'node:crypto';
import { isSameAccess, narrowAccess, parsePrincipals } from '#shared/domain/access.ts';
import type { IndexedChunk } from '#shared/domain/chunk.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { isLive } from '#shared/domain/document-lifecycle.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import type { LocalPorts } from '../local-ports.ts';
import { bucketKeyOf, SIMULATED_RULE, SIMULATED_TENANT } from './simulated-bucket.ts';

/** What is wrong with the state that a run ended in. */
export interface Fault {
  readonly key: string;
  /**
   * `lost`: not there, or not as the store has it. `doubled`: more than once. `stale`: what should be gone is shown.
   * `orphan`: chunks that nobody sees and nothing removes. `unseen`: an event came and had no effect.
   */
  readonly kind: 'lost' | 'doubled' | 'stale' | 'orphan' | 'unseen';
  readonly detail: string;
}

/** Compares ledger, index and search with the one truth: what the store holds under each key now. */
export async function checkState(keys: readonly string[], ports: LocalPorts): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const key of keys) {
    const expected = await expectedOf(key, ports);
    const actual = await actualOf(key, ports);
    faults.push(...compare(expected, actual).map((fault) => ({ key, ...fault })));
  }
  return faults;
}

/** The reference: what a key should be is what its newest version is. */
async function expectedOf(key: string, { store }: LocalPorts) {
  const head = await store.head(bucketKeyOf(key));
  if (head.state === 'absent') return undefined;
  const bytes = await store.read(bucketKeyOf(key), head.versionId, Number.MAX_SAFE_INTEGER);
  const own = head.access === undefined ? undefined : parsePrincipals(head.access);
  const contentHash = createHash('sha256').update(bytes).digest('hex');
  return { contentHash, access: narrowAccess(SIMULATED_RULE.access, own), versionId: head.versionId };
}

/**
 * What has no effect although everybody was told of it: to be looked for before the reconciler makes it good. Where
 * nothing failed, nothing may hang either.
 */
export async function checkSeen(keys: readonly string[], isUndisturbed: boolean, ports: LocalPorts): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const key of keys) {
    const expected = await expectedOf(key, ports);
    const { record } = await actualOf(key, ports);
    const isSeen = record?.source?.versionId === expected?.versionId;
    if (!isSeen) faults.push({ key, kind: 'unseen', detail: 'the row is of another version' });
    if (isUndisturbed && record?.status === 'running') faults.push({ key, kind: 'unseen', detail: 'the run hangs' });
  }
  return faults;
}

/** Whether each key was processed no more often than something happened to it. */
export async function checkEffects(
  changes: ReadonlyMap<string, number>,
  { store, executions }: LocalPorts,
): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const [key, count] of changes) {
    const started = await executions.history(documentIdOf(SIMULATED_TENANT, store.bucket, bucketKeyOf(key)));
    const detail = `${started.length} executions for ${count} changes`;
    if (started.length > count) faults.push({ key, kind: 'doubled', detail });
  }
  return faults;
}

async function actualOf(key: string, { ledger, index, store }: LocalPorts) {
  const documentId = documentIdOf(SIMULATED_TENANT, store.bucket, bucketKeyOf(key));
  const record = await ledger.document(SIMULATED_TENANT, documentId);
  return { record, chunks: await index.documentChunks(SIMULATED_TENANT, documentId) };
}

type Found = Omit<Fault, 'key'>;

function compare(
  expected: Awaited<ReturnType<typeof expectedOf>>,
  { record, chunks }: { readonly record: DocumentRecord | undefined; readonly chunks: readonly IndexedChunk[] },
): Found[] {
  const live = chunks.filter((chunk) => isLive(record, chunk));
  const orphans: Found[] =
    live.length < chunks.length ? [{ kind: 'orphan', detail: `${chunks.length - live.length} chunks` }] : [];
  if (expected === undefined) return [...orphans, ...compareGone(record)];
  if (record?.status !== 'published') return [...orphans, { kind: 'lost', detail: endOf(record) }];

  const isSame = record.live?.contentHash === expected.contentHash && record.source?.versionId === expected.versionId;
  const positions = new Set(live.map(({ position }) => position));
  return [
    ...orphans,
    ...(isSame ? [] : [{ kind: 'lost' as const, detail: 'other bytes are live' }]),
    ...(isSameAccess(record.access, expected.access) ? [] : [{ kind: 'lost' as const, detail: 'other access' }]),
    ...(positions.size === record.live?.chunks ? [] : [{ kind: 'lost' as const, detail: 'chunks are missing' }]),
    ...(positions.size === live.length ? [] : [{ kind: 'doubled' as const, detail: 'chunks stand twice' }]),
  ];
}

function endOf(record: DocumentRecord | undefined): string {
  if (record === undefined) return 'no row';
  return record.failure === undefined ? record.status : `${record.status}, ${record.failure.name}`;
}

function compareGone(record: DocumentRecord | undefined): Found[] {
  if (record === undefined || record.status === 'deleted') return [];
  return [{ kind: 'stale', detail: `the row of an absent object is ${record.status}` }];
}
