import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteExecutions } from '#shared/adapters/local/sqlite-executions.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { sqliteSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { isCurrent } from '#shared/domain/document-lifecycle.ts';
import type { Attempt } from '#shared/domain/identity.ts';
import { SLOT_LEASE_MILLISECONDS } from '#shared/domain/slots.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Slots } from '#shared/ports/slots.ts';
import { dispatchAttempts, endExecution } from '#shared/runtime/dispatch-attempts.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { documentRecord } from '../doubles/sample-records.ts';
import type { FaultRow } from '../faults/fault-table.ts';

type SlotsUnderTest = (sqlite: (clock: Clock) => Slots, clock: Clock) => Slots;

const LIMITS = { total: 2, perTenant: 2 };
const RUNS: readonly Attempt[] = ['a', 'b', 'c', 'd', 'e'].map((documentId) => ({
  ...{ tenantId: 'acme', documentId, versionId: 'v1', attempt: 1 },
}));

/** Lives after the kill, until nothing is left to do; each is one delivery of what waits. */
const LIVES = 6;

/**
 * Kills the process that queues, dispatches and runs five documents over two slots before and after every effect it
 * has on slots, executions and ledger, once each. A lease later all slots must be back, and the processes that follow
 * must end every document, each after one execution.
 */
export async function killEveryHolder(under: SlotsUnderTest = (sqlite, clock) => sqlite(clock)): Promise<FaultRow> {
  let [cases, lost, doubled, kept] = [0, 0, 0, 0];
  for (let wasKilled = true; wasKilled; cases += 1) {
    const outcome = await killAt(cases, under);
    wasKilled = outcome.wasKilled;
    lost += outcome.lost;
    doubled += outcome.doubled;
    kept += outcome.kept;
  }
  const verdict = lost + doubled + kept === 0 ? 'held' : 'broken';
  return { scenario: 'holders of slots killed at every point', cases: cases - 1, lost, doubled, verdict };
}

async function killAt(moment: number, under: SlotsUnderTest) {
  const clock = manualClock();
  const database = openDatabase(':memory:', LEDGER_SCHEMA);
  const [ledger, executions] = [sqliteLedger(database), sqliteExecutions(database, { clock })];
  const slots = under((slotClock) => sqliteSlots(database, { clock: slotClock }), clock);
  for (const { tenantId, documentId } of RUNS)
    await ledger.writeDocument(documentRecord({ tenantId, documentId, status: 'running', live: undefined }));
  const world = { slots, ledger, executions };

  const wasKilled = await killed(world, moment);
  clock.advance(SLOT_LEASE_MILLISECONDS / 1_000);
  const kept = (await slots.held()).length;
  for (let lives = 0; lives < LIVES; lives += 1) {
    await live(world);
    clock.advance(SLOT_LEASE_MILLISECONDS / 1_000);
  }

  const records = await Promise.all(RUNS.map(({ tenantId, documentId }) => ledger.document(tenantId, documentId)));
  const histories = await Promise.all(RUNS.map(({ documentId }) => executions.history(documentId)));
  database.close();
  return {
    ...{ wasKilled, kept: wasKilled ? kept : 0 },
    lost: records.filter((record) => record?.status !== 'published').length,
    doubled: records.filter((record, at) => (record?.revision ?? 0) > 2 || (histories[at]?.length ?? 0) > 1).length,
  };
}

interface World {
  readonly slots: Slots;
  readonly ledger: ReturnType<typeof sqliteLedger>;
  readonly executions: ReturnType<typeof sqliteExecutions>;
}

/** What a process does: it queues what its events tell of, dispatches, and runs what was started and not ended. */
async function live({ slots, ledger, executions }: World): Promise<void> {
  const orchestrator = {
    start: async (name: string, run: Attempt) => void (await executions.start(name, run)),
  };
  const ports = { slots, ledger, orchestrator, slotLimits: LIMITS, metrics: recordedMetrics() };
  for (const run of RUNS)
    if (isCurrent(await ledger.document(run.tenantId, run.documentId), run)) await slots.enqueue(run, 'live');
  await dispatchAttempts(ports);

  for (let [next] = await executions.running(1); next !== undefined; [next] = await executions.running(1)) {
    const run = next.input;
    await slots.renew(run);
    const record = await ledger.document(run.tenantId, run.documentId);
    if (isCurrent(record, run))
      await ledger.writeDocument({ ...record, status: 'published', revision: record.revision + 1 });
    await endExecution(run, ports);
    await executions.finish(next.name, { outcome: 'succeeded' });
  }
}

/** Whether the process came to that moment, which ended it: from there on nothing it does has an effect. */
async function killed(world: World, moment: number): Promise<boolean> {
  let moments = 0;
  const pass = () => {
    if (moments++ >= moment) throw new Error('killed');
  };
  const watched = <Port extends object>(port: Port, methods: readonly (keyof Port)[]): Port =>
    new Proxy(port, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' || !methods.includes(name as keyof Port)) return value; // A name of the port.
        return async (...parameters: unknown[]) => {
          pass();
          const result: unknown = await value.apply(target, parameters);
          pass();
          return result;
        };
      },
    });
  const mortal: World = {
    slots: watched(world.slots, ['enqueue', 'claim', 'started', 'renew', 'release']),
    ledger: watched(world.ledger, ['writeDocument']),
    executions: watched(world.executions, ['start', 'finish']),
  };
  return live(mortal).then(
    () => moments > moment,
    () => true,
  );
}
