import path from 'node:path';
import { expect, it } from 'vitest';
import type { LocalPorts } from '#infra/local/local-ports.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { redriveDocuments } from '#shared/runtime/redrive-documents.ts';
import { ingestStack } from '../doubles/ingest-stack.ts';
import { temporaryFolder } from '../doubles/temporary-folder.ts';
import { reconcile } from './reconcile-scenario.ts';
import { redrive, rejectedPlaces, THROTTLED, throttledScenario } from './redrive-scenario.ts';

const SIGNAL = new AbortController().signal;

it('two redrives at once end every document that was rejected, each with one effect', async () => {
  const size = 20; // `npm run test:faults` has 500.

  const { rejected, redrives, records, executions, chunks } = await throttledScenario(temporaryFolder(), size);

  expect(rejected).toEqual(Array(size).fill('ModelThrottled'));
  expect(redrives.reduce((total, { sent }) => total + sent, 0)).toBe(size);
  expect(redrives.every(({ matched, sent, skipped }) => matched === sent + skipped)).toBe(true);
  expect(
    records.every(({ status, attempt, live }) => status === 'published' && attempt === 2 && live?.attempt === 2),
  ).toBe(true);
  expect(new Set(executions)).toEqual(new Set([2]));
  expect(new Set(chunks)).toEqual(new Set([1]));
});

it('sends what failed for that reason since that time, and on a dry run nothing', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const [place = ''] = await rejectedPlaces(ingest, 1);
  await ingest.put('local/inbox/empty.txt', '');

  const later = await redrive(ingest, { since: Date.now() + 60_000 });
  const other = await redrive(ingest, { reason: 'DocumentUnreadable' });
  const dry = await redrive(ingest, { isDryRun: true });
  const { status: before } = await ingest.record(place);
  const sent = await redrive(ingest);
  const again = await redrive(ingest);
  const { status } = await ingest.record('local/inbox/empty.txt');
  await ingest.stack.close();

  expect([later.matched, other.matched, again.matched]).toEqual([0, 0, 0]);
  expect(dry).toMatchObject({ dryRun: true, matched: 1, sent: 0, skipped: 0 });
  expect(before).toBe('rejected');
  expect(sent).toMatchObject({ dryRun: false, matched: 1, sent: 1, published: 1, rejected: 0, held: 0 });
  expect(status).toBe('rejected');
});

it('leaves what a crash cut off before its run was queued to the reconciler', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const [place = ''] = await rejectedPlaces(ingest, 1);
  const enqueue = () => Promise.reject(new Error('the process was killed'));
  const ports = { ...ingest.stack.ports, slots: { enqueue } };

  await expect(redriveDocuments(THROTTLED, ports, () => {}, SIGNAL)).rejects.toThrow();
  const { status: left } = await ingest.record(place);
  const counts = await reconcile(ingest);
  const [record, executions] = [await ingest.record(place), await ingest.executions(place)];
  await ingest.stack.close();

  expect(left).toBe('running');
  expect(counts).toMatchObject({ seen: 1, unstarted: 1, dead: 0, stale: 0 });
  expect([record.status, record.attempt, executions]).toEqual(['published', 2, 2]);
});

it('skips a document that somebody else sent again after it was read', async () => {
  const ingest = await ingestStack(temporaryFolder());
  const [place = ''] = await rejectedPlaces(ingest, 1);
  const { ledger } = ingest.stack.ports;
  const overtaken: typeof ledger = {
    ...ledger,
    listDocuments: async (...args) => {
      const page = await ledger.listDocuments(...args);
      await redrive(ingest);
      return page;
    },
  };

  const outcome = await redriveDocuments(THROTTLED, { ...ingest.stack.ports, ledger: overtaken }, () => {}, SIGNAL);
  const executions = await ingest.executions(place);
  await ingest.stack.close();

  expect(outcome).toEqual({ matched: 1, sent: [], skipped: 1 });
  expect(executions).toBe(2);
});

it('sends what admission refused through admission, which knows whether its collection is declared by now', async () => {
  const ingest = await ingestStack(temporaryFolder());
  await ingest.put('local/staff/a.txt', 'A staff walrus.');
  const rule = { tenantId: 'local', collection: 'staff', access: ['group:staff'], policy: 'strict' } as const;
  await ingest.stack.ports.ledger.writeCollection(rule);

  const outcome = await redrive(ingest, { reason: 'CollectionUndeclared' });
  const record = await ingest.record('local/staff/a.txt');
  await ingest.stack.close();

  expect(outcome).toMatchObject({ matched: 1, sent: 1, published: 1 });
  expect(record).toMatchObject({ status: 'published', access: ['group:staff'] });
});

it('puts events back that were put aside before the document had a row', async () => {
  const home = temporaryFolder();
  const ingest = await ingestStack(home);
  const { ports } = ingest.stack;
  ports.onChange(async ({ key }) => putAside(home, ports, key));
  await ingest.write('local/inbox/a.txt', 'A walrus put aside.');

  const dry = await redrive(ingest, { isDryRun: true });
  const outcome = await redrive(ingest);
  const { status } = await ingest.record('local/inbox/a.txt');
  const left = await ports.queue.dead('local');
  await ingest.stack.close();

  expect([dry.deadEvents, outcome.deadEvents, left]).toEqual([1, 1, 0]);
  expect(status).toBe('published');
});

/** Puts an event where the queue puts those that were tried too often. */
function putAside(home: string, { keys, store }: Pick<LocalPorts, 'keys' | 'store'>, key: string): void {
  const database = openDatabase(path.join(home, 'ledger.sqlite'), LEDGER_SCHEMA);
  const sealed = keys.seal('local', JSON.stringify({ bucket: store.bucket, key }));
  database.run(
    'INSERT INTO dead_admissions (tenant_id, sealed_event, failure, died_at) VALUES (?, ?, ?, ?)',
    ...['local', sealed, 'DependencyUnavailable', 0],
  );
  database.close();
}
