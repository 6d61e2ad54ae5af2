import type { Context } from 'aws-lambda';
import { expect, it, onTestFinished } from 'vitest';
import { createHandler } from '#functions/dispatch/handler.ts';
import { LEDGER_SCHEMA } from '#shared/adapters/local/ledger-schema.ts';
import { openDatabase } from '#shared/adapters/local/open-database.ts';
import { sqliteLedger } from '#shared/adapters/local/sqlite-ledger.ts';
import { sqliteSlots } from '#shared/adapters/local/sqlite-slots.ts';
import { PipelineFailure } from '#shared/domain/failures.ts';
import { type Attempt, executionNameOf } from '#shared/domain/identity.ts';
import type { ExecutionStatus } from '#shared/ports/orchestrator.ts';
import { observeFlow } from '#shared/runtime/observe-flow.ts';
import { manualClock } from '../doubles/manual-clock.ts';
import { recordedLog } from '../doubles/recorded-log.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';
import { documentRecord } from '../doubles/sample-records.ts';

const context = {} as Context; // The handler asks nothing of it.
const run = (documentId: string): Attempt => ({ tenantId: 'acme', documentId, versionId: 'v1', attempt: 1 });

/** Documents `a` and `b` hold the only two slots, `c` waits; executions are as `statusOf` says. */
async function setUp(statusOf: (documentId: string) => ExecutionStatus | 'unanswered') {
  const database = openDatabase(':memory:', LEDGER_SCHEMA);
  onTestFinished(() => database.close());
  const slots = sqliteSlots(database, { clock: manualClock() });
  const ledger = sqliteLedger(database);
  const slotLimits = { total: 2, perTenant: 2 };
  for (const documentId of ['a', 'b', 'c']) {
    await ledger.writeDocument(documentRecord({ documentId, status: 'running', attempt: 1 }));
    await slots.enqueue(run(documentId), 'live');
  }
  for (const documentId of ['a', 'b']) {
    await slots.claim(slotLimits);
    await slots.started(run(documentId));
  }

  const started: string[] = [];
  const orchestrator = {
    start: async (_name: string, { documentId }: Attempt) => void started.push(documentId),
    status: async (name: string) => {
      const status = statusOf(['a', 'b', 'c'].find((id) => executionNameOf(run(id)) === name) ?? '');
      if (status === 'unanswered') throw new PipelineFailure('DependencyUnavailable', 'told to fail');
      return status;
    },
  };
  const metrics = recordedMetrics();
  const dispatch = createHandler({ slots, ledger, orchestrator, slotLimits, metrics, log: recordedLog() });
  return { started, slots, metrics, dispatch };
}

it('gives the slot of an execution that ended without a word to the one that waits', async () => {
  const { started, slots, dispatch } = await setUp((id) => (id === 'a' ? 'ended' : 'running'));

  await dispatch({}, context);

  expect(started).toEqual(['c']);
  expect((await slots.held()).toSorted()).toEqual([run('b'), run('c')].map(executionNameOf).toSorted());
});

it('leaves the slots of executions that run, and of those about to be started', async () => {
  const { started, slots, metrics, dispatch } = await setUp((id) => (id === 'a' ? 'absent' : 'running'));

  await dispatch({}, context);

  expect(started).toEqual([]);
  expect(metrics.emitted).toEqual([{ SlotsHeld: 2 }, { AttemptsWaiting: 1 }]);
  expect(await slots.held()).toHaveLength(2);
});

it('does what it can when one execution cannot be asked about, and fails after that', async () => {
  const { started, metrics, dispatch } = await setUp((id) => (id === 'a' ? 'unanswered' : 'ended'));

  await expect(dispatch({}, context)).rejects.toMatchObject({ name: 'DependencyUnavailable' });

  expect(started).toEqual(['c']);
  expect(metrics.emitted).toEqual([{ SlotsHeld: 2 }, { ExecutionsStarted: 1 }, { AttemptsWaiting: 0 }]);
});

it('says nothing of a list that does not answer, and nothing fails by that', async () => {
  const metrics = recordedMetrics();
  const slots = { anyWaiting: () => Promise.reject(new PipelineFailure('DependencyUnavailable', 'told to fail')) };

  await expect(observeFlow({ slots, metrics })).resolves.toBeUndefined();

  expect(metrics.emitted).toEqual([]);
});
