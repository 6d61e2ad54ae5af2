import { expect, it } from 'vitest';
import { artifactKeys } from '#shared/contracts/artifact-keys.ts';
import type { DocumentRecord } from '#shared/domain/document.ts';
import { reconcileAll } from '#shared/runtime/reconcile/reconcile-all.ts';
import { type IngestStack, ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { droppedEventsScenario, reconcile } from './reconcile-scenario.ts';

/** By this one, events of all three kinds are lost among so many documents; `npm run test:faults` has 500. */
const [SIZE, SEED] = [32, 68];

const NOTHING_DONE = { missing: 0, stale: 0, dead: 0, unstarted: 0, gone: 0, orphanChunks: 0, orphanArtifacts: 0 };

it('one pass finds all whose events were dropped and runs nothing else again, and a second does nothing', async () => {
  const { lost, first, second, wrong, rerun } = await droppedEventsScenario(temporaryFolder(), SIZE, SEED);

  expect([first.missing, first.stale, first.gone].every((count) => count > 0)).toBe(true);
  expect(first.missing + first.stale + first.gone).toBe(lost);
  expect(first).toMatchObject({ dead: 0, unstarted: 0, orphanChunks: 0, orphanArtifacts: 0 });
  expect(wrong).toEqual([]);
  expect(rerun).toEqual([]);
  expect(second).toMatchObject(NOTHING_DONE);
});

it('leaves a document alone that runs within its time', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const [reached, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  ingest.behaviour.beforeEmbed = async () => {
    reached.resolve();
    await gate.promise;
  };
  await ingest.write('local/inbox/a.txt', 'A slow walrus.');
  await reached.promise;

  const counts = await reconcileAll(ingest.stack.ports, { isResumable: false }, new AbortController().signal);
  gate.resolve();
  await ingest.stack.settled();
  const [executions, { status }] = [
    await ingest.executions('local/inbox/a.txt'),
    await ingest.record('local/inbox/a.txt'),
  ];
  await ingest.stack.close();

  expect(counts).toMatchObject({ ...NOTHING_DONE, seen: 1, running: 1 });
  expect([executions, status]).toEqual([1, 'published']);
});

it('starts a run that was recorded and never started, and tries one again whose time is over', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const [unstarted, dead] = ['local/inbox/unstarted.txt', 'local/inbox/dead.txt'];
  await ingest.put(unstarted, 'A walrus that waits.');
  await ingest.put(dead, 'A walrus that sleeps.');
  await rewrite(ingest, unstarted, (record) => ({ status: 'running', attempt: record.attempt + 1 }));
  await rewrite(ingest, dead, () => ({ status: 'running', leaseExpiresAt: '2020-01-01T00:00:00.000Z' }));

  const counts = await reconcile(ingest);
  const records = [await ingest.record(unstarted), await ingest.record(dead)];
  const executions = [await ingest.executions(unstarted), await ingest.executions(dead)];
  await ingest.stack.close();

  expect(counts).toMatchObject({ ...NOTHING_DONE, unstarted: 1, dead: 1 });
  expect(records.map(({ status, attempt }) => [status, attempt])).toEqual([
    ['published', 2],
    ['published', 2],
  ]);
  expect(executions).toEqual([2, 2]);
});

it('leaves a run alone that waits for a slot, however long it has waited', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const place = 'local/inbox/waiting.txt';
  await ingest.put(place, 'A patient walrus.');
  const leaseExpiresAt = '2020-01-01T00:00:00.000Z';
  await rewrite(ingest, place, (record) => ({ status: 'running', attempt: record.attempt + 1, leaseExpiresAt }));
  const slots = { isWaiting: async () => true };

  const counts = await reconcileAll(
    { ...ingest.stack.ports, slots },
    { isResumable: false },
    new AbortController().signal,
  );
  await ingest.stack.close();

  expect(counts).toMatchObject({ ...NOTHING_DONE, seen: 1, running: 1 });
});

it('goes on where a pass was cut short, and keeps no key of an object for it', async () => {
  const ingest = await ingestStack(temporaryFolder());
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await ingest.write(`local/inbox/ruiz-${name}.txt`, `A walrus, ${name}.`);
  await ingest.stack.settled();
  const looked: string[] = [];
  const { store, artifacts } = ingest.stack.ports;
  const kept: unknown[] = [];
  const ports = {
    ...ingest.stack.ports,
    store: {
      ...store,
      list: async (...args: Parameters<typeof store.list>) => (await store.list(...args)).slice(0, 2),
      head: (key: string, signal?: AbortSignal) => {
        looked.push(key);
        return store.head(key, signal);
      },
    },
    artifacts: {
      ...artifacts,
      write: (key: string, value: unknown, signal?: AbortSignal) => {
        kept.push(value);
        return artifacts.write(key, value, signal);
      },
    },
  };
  const killed = new AbortController();
  const onPage = ({ seen }: { seen: number }) => seen === 4 && killed.abort();

  await expect(
    reconcileAll(ports, { isResumable: true, onPage: (counts) => void onPage(counts) }, killed.signal),
  ).rejects.toThrow();
  const before = looked.splice(0);
  const counts = await reconcileAll(ports, { isResumable: true }, new AbortController().signal);
  const comparedAfter = looked.length;
  const again = await reconcileAll(ports, { isResumable: true }, new AbortController().signal);
  await ingest.stack.close();

  expect(before).toHaveLength(4);
  // The page that was cut short, the one after it, and then the five rows.
  expect(comparedAfter).toBe(3 + 5);
  expect(counts).toMatchObject(NOTHING_DONE);
  expect(again.seen).toBe(5);
  expect(JSON.stringify(kept)).not.toContain('ruiz');
});

it('removes what late writers left, of documents that are live and that are deleted, and nothing else', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const [live, deleted] = ['local/inbox/live.txt', 'local/inbox/deleted.txt'];
  const late = [await ingest.put(live, 'An old walrus.'), await ingest.put(deleted, 'A gone walrus.')];
  const written = await Promise.all(
    late.map(({ documentId }) => ingest.stack.ports.index.documentChunks('local', documentId)),
  );
  await ingest.put(live, 'A new walrus.');
  await ingest.remove(deleted);
  await ingest.stack.settled();
  for (const [at, record] of late.entries()) await writeLate(ingest, record, written[at] ?? []);
  expect(await ingest.chunks(live)).toHaveLength(2);

  const counts = await reconcile(ingest);
  const chunks = [await ingest.chunks(live), await ingest.chunks(deleted)];
  const found = await ingest.found('local', [], 'walrus');
  const second = await reconcile(ingest);
  const leftovers = ingest.leftovers();
  await ingest.stack.close();

  expect(counts).toMatchObject({ ...NOTHING_DONE, orphanChunks: 2, orphanArtifacts: 6 });
  expect(chunks).toEqual([['A new walrus.'], []]);
  expect(found).toEqual([ingest.idOf(live)]);
  expect(leftovers).toEqual([]);
  expect(second).toMatchObject(NOTHING_DONE);
});

it('passes over a key outside the layout', async () => {
  const ingest = await ingestStack(temporaryFolder());
  ingest.stack.ports.onChange(async () => {});
  await ingest.write('local/no-path', 'A walrus.');

  const counts = await reconcile(ingest);
  await ingest.stack.close();

  expect(counts).toMatchObject({ ...NOTHING_DONE, seen: 1, skipped: 1 });
});

/** Changes a row as a crash may leave it. */
async function rewrite(
  ingest: IngestStack,
  place: string,
  change: (record: DocumentRecord) => Partial<DocumentRecord>,
) {
  const record = await ingest.record(place);
  await ingest.stack.ports.ledger.writeDocument({ ...record, ...change(record), revision: record.revision + 1 });
}

/** What a step writes that wakes up after its attempt was overtaken: chunks, and artifacts of each kind. */
async function writeLate(
  { stack: { ports } }: IngestStack,
  record: DocumentRecord,
  chunks: Awaited<ReturnType<typeof ports.index.documentChunks>>,
) {
  await ports.index.write(chunks, { ...record, embedder: await ports.fingerprint() });
  const keys = artifactKeys({ ...record, versionId: record.source?.versionId ?? '' });
  for (const key of [keys.rawBatch(0), keys.chunkBatch(0), keys.redactedBatch(0)]) await ports.artifacts.write(key, {});
}
