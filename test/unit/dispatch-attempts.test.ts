import { expect, it, onTestFinished } from 'vitest';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { sqliteSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { dispatchAttempts, endExecution } from '#shared/runtime/dispatch-attempts.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { documentRecord } from '../doubles/sample-records.ts';

async function setUp() {
  const database = openDatabase(':memory:', LEDGER_SCHEMA);
  onTestFinished(() => database.close());
  const clock = manualClock();
  const started: string[] = [];
  const orchestrator = { start: async (_name: string, run: Attempt) => void started.push(run.documentId) };
  const slots = sqliteSlots(database, { clock });
  const ledger = sqliteLedger(database);
  const queue = async (documentId: string, status: 'running' | 'deleted' = 'running', attempt = 1) => {
    await ledger.writeDocument(documentRecord({ documentId, status, attempt: 1 }));
    await slots.enqueue({ tenantId: 'acme', documentId, versionId: 'v1', attempt }, 'live');
  };
  const ports = { slots, ledger, orchestrator, slotLimits: { total: 2, perTenant: 2 }, metrics: recordedMetrics() };
  return { clock, started, queue, ports };
}

it('starts what waits, as far as there are slots', async () => {
  const { started, queue, ports } = await setUp();
  for (const documentId of ['a', 'b', 'c']) await queue(documentId);

  await dispatchAttempts(ports);

  expect(started).toEqual(['a', 'b']);
  expect(await ports.slots.waiting()).toBe(1);
});

it('drops what was deleted or overtaken while it waited, and holds up nobody behind it', async () => {
  const { started, queue, ports } = await setUp();
  for (let gone = 0; gone < 40; gone += 1) await queue(`gone-${gone}`, 'deleted');
  await queue('overtaken', 'running', 2);
  await queue('wanted');

  await dispatchAttempts(ports);

  expect(started).toEqual(['wanted']);
  expect([await ports.slots.waiting(), await ports.slots.held()]).toEqual([0, [expect.any(String)]]);
});

it('loses no attempt whose start failed: it comes out again a lease later', async () => {
  const { clock, started, queue, ports } = await setUp();
  await queue('a');
  const down = { start: () => Promise.reject(new PipelineFailure('DependencyUnavailable', 'told to fail')) };

  await expect(dispatchAttempts({ ...ports, orchestrator: down })).rejects.toThrow('told to fail');
  await dispatchAttempts(ports);
  const before = [...started];
  clock.advance(60);
  await dispatchAttempts(ports);

  expect([before, started]).toEqual([[], ['a']]);
});

it('ends an execution although nothing else can be started at the moment', async () => {
  const { queue, ports } = await setUp();
  for (const documentId of ['a', 'b', 'c']) await queue(documentId);
  await dispatchAttempts(ports);
  const down = { start: () => Promise.reject(new PipelineFailure('DependencyUnavailable', 'told to fail')) };
  const run = { tenantId: 'acme', documentId: 'a', versionId: 'v1', attempt: 1 };

  await expect(endExecution(run, { ...ports, orchestrator: down })).resolves.toBeUndefined();
});
