import { createHash } from 'node:crypto';
import { isSameAccess, narrowAccess, parsePrincipals } from '#shared/domain/access.ts';
import type { Passage } from '#shared/domain/answer.ts';
import type { IndexedChunk } from '#shared/domain/chunk.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { isLive } from '#shared/domain/document-lifecycle.ts';
import { documentIdOf } from '#shared/domain/identity.ts';
import type { RawText } from '#shared/domain/text.ts';
import { retrievePassages } from '#shared/runtime/retrieve-passages.ts';
import type { LocalPorts } from '../local-ports.ts';
import { CONTENTS } from './scenario.ts';
import { bucketKeyOf, markerOf, SIMULATED_RULE, SIMULATED_TENANT } from './simulated-bucket.ts';

/** What is wrong with the state that a run ended in. */
export interface Fault {
  readonly key: string;
  /** `lost`: not there, or not as the store has it. `doubled`: more than once. `stale`: what should be gone is shown. */
  readonly kind: 'lost' | 'doubled' | 'stale' | 'orphan';
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
  return [...faults, ...(await checkSearch(ports))];
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
  if (record?.status !== 'published') return [...orphans, { kind: 'lost', detail: record?.status ?? 'no row' }];

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

function compareGone(record: DocumentRecord | undefined): Found[] {
  if (record === undefined || record.status === 'deleted') return [];
  return [{ kind: 'stale', detail: `the row of an absent object is ${record.status}` }];
}

/** Whoever asks finds the newest text of what they may read, each passage once, and nothing else. */
async function checkSearch(ports: LocalPorts): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const group of ['left', 'right', 'nobody']) {
    const caller = { tenantId: SIMULATED_TENANT, user: 'somebody', groups: [group] };
    // Our own words, and nobody's data.
    const text = Array.from({ length: CONTENTS }, (_, content) => markerOf(content)).join(' ') as RawText;
    const { passages } = await retrievePassages({ caller, text, limit: 100 }, ports, AbortSignal.timeout(60_000));
    const places = new Set(passages.map(({ documentId, start, page }) => `${documentId} ${page} ${start}`));
    if (places.size < passages.length) faults.push({ key: '*', kind: 'doubled', detail: 'a passage is found twice' });
    for (const passage of passages) {
      const detail = await wrongOf(passage, `group:${group}`, ports);
      if (detail !== undefined) faults.push({ key: '*', kind: 'stale', detail });
    }
  }
  return faults;
}

/** Why this passage should not have been found by a member of the group. */
async function wrongOf(
  { documentId, text }: Pick<Passage, 'documentId' | 'text'>,
  group: string,
  { ledger, keys, store }: LocalPorts,
): Promise<string | undefined> {
  const record = await ledger.document(SIMULATED_TENANT, documentId);
  const key = record && keys.open(SIMULATED_TENANT, record.sealedKey);
  const head = key === undefined ? undefined : await store.head(key);
  if (key === undefined || head?.state !== 'present') return 'the object is gone';

  const own = head.access === undefined ? undefined : parsePrincipals(head.access);
  if (!narrowAccess(SIMULATED_RULE.access, own).includes(group)) return 'the asker may not read it';
  const bytes = await store.read(key, head.versionId, Number.MAX_SAFE_INTEGER);
  const [marker = ''] = text.match(/marker[a-j]/) ?? [];
  return Buffer.from(bytes).includes(marker) ? undefined : 'the text is an old one';
}
