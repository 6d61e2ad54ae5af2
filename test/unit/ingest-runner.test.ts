import { expect, it } from 'vitest';
import { ingestRunner } from '#infra/local/ingest-runner.ts';
import type { ExecutionEnd } from '#infra/local/state-machine.ts';
import { systemClock } from '#shared/adapters/portable/system-clock.ts';
import type { Slots } from '#shared/ports/slots.ts';
import type { DispatchPorts } from '#shared/runtime/dispatch-attempts.ts';
import { recordedMetrics } from '../doubles/recorded-metrics.ts';

const SUCCEEDED: ExecutionEnd = { outcome: 'succeeded', reachedEnd: true, historyEvents: 1, largestPayloadBytes: 1 };

const runOf = (documentId: string) => ({ tenantId: 'acme', documentId, versionId: 'v1', attempt: 1 });

/** Slots for everybody who wants one. */
const NO_LIMIT: Slots = {
  enqueue: async () => {},
  claim: async () => undefined,
  isWaiting: async () => false,
  started: async () => {},
  renew: async () => {},
  release: async () => {},
  anyWaiting: async () => false,
  held: async () => [],
};

const DISPATCH: DispatchPorts = {
  slots: NO_LIMIT,
  ledger: { document: async () => undefined },
  orchestrator: { start: async () => {} },
  slotLimits: { total: 2, perTenant: 2 },
  metrics: recordedMetrics(),
};

/** Runs executions, each begun so often before, to their ends, and notes what happens in which order. */
async function runAll(
  begun: Readonly<Record<string, number>>,
  end: ExecutionEnd = SUCCEEDED,
  { failures = 0, onRest = () => {} }: { readonly failures?: number; readonly onRest?: () => void } = {},
) {
  let failuresLeft = failures;
  const runs = new Map(Object.entries(begun));
  const finished = Promise.withResolvers<void>();
  const notes: unknown[] = [];
  const begunOrNot = async () => [...runs].map(([name, count]) => ({ name, input: runOf(name), runs: count }));
  const runner = ingestRunner({
    events: { receive: async () => [], acknowledge: async () => {}, release: async () => {} },
    executions: {
      running: begunOrNot,
      unfinished: begunOrNot,
      begin: async (name) => (runs.get(name) ?? 0) + 1,
      finish: async (name, { outcome }) => {
        failuresLeft -= 1;
        if (failuresLeft >= 0) throw new Error('the record does not answer');
        notes.push(`${name}: ${outcome}`);
        runs.delete(name);
        if (runs.size === 0) finished.resolve();
      },
    },
    admit: async () => ({ batchItemFailures: [] }),
    machine: {
      tasks: new Map(),
      run: async (input) => {
        notes.push(`${'documentId' in input ? input.documentId : ''} begins`);
        await new Promise(setImmediate);
        return end;
      },
    },
    reject: async (event) => void notes.push(event),
    dispatch: { ...DISPATCH, slots: { ...NO_LIMIT, held: async () => [...runs.keys()] } },
    clock: { now: systemClock.now, sleep: () => rest(onRest) },
    onProblem: (problem) => notes.push(problem),
  });
  await finished.promise;
  await runner.stop();
  return notes;
}

/** A moment, in place of a poll interval. */
async function rest(onRest: () => void): Promise<void> {
  onRest();
  await new Promise(setImmediate);
}

it('looks again at once when it is woken, and ends at once when it is stopped', async () => {
  const looks = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let looked = 0;
  const nothing = async () => [];
  const runner = ingestRunner({
    events: {
      receive: async () => {
        looks[looked]?.resolve();
        looked += 1;
        return [];
      },
      acknowledge: async () => {},
      release: async () => {},
    },
    executions: { running: nothing, unfinished: nothing, begin: async () => 1, finish: async () => {} },
    machine: { tasks: new Map(), run: async () => SUCCEEDED },
    ...{ admit: nothing, reject: nothing, dispatch: DISPATCH, onProblem: () => {} },
    clock: { now: systemClock.now, sleep: () => new Promise(() => {}) },
  });
  await looks[0]?.promise;

  runner.wake(); // While the first look goes on, or after it.
  await looks[1]?.promise;
  await runner.stop();

  expect(looked).toBe(2);
});

it('rests before it runs again what could not be written down as finished', async () => {
  const restsOf = async (failures: number) => {
    let rests = 0;
    await runAll({ unlucky: 0 }, SUCCEEDED, { failures, onRest: () => (rests += 1) });
    return rests;
  };

  expect((await restsOf(2)) - (await restsOf(0))).toBeGreaterThanOrEqual(2 * 2); // The runner's own looks, and the rests.
});

it('runs what a killed process had begun by itself, and what is new together', async () => {
  const notes = await runAll({ suspect: 1, other: 1, new: 0, newer: 0 });

  expect(notes.slice(0, 4)).toEqual(['suspect begins', 'suspect: succeeded', 'other begins', 'other: succeeded']);
  expect(notes.slice(4, 6)).toEqual(['new begins', 'newer begins']);
});

it('rejects, without another run, what was begun three times and never ended', async () => {
  const notes = await runAll({ poisoned: 3 });

  expect(notes).toEqual([{ ...runOf('poisoned'), failure: { Error: 'RunCrashed' } }, 'poisoned: RunCrashed']);
});

it('begins a third time what was begun twice', async () => {
  expect(await runAll({ unlucky: 2 })).toEqual(['unlucky begins', 'unlucky: succeeded']);
});

it('writes down the failure of an execution that broke off, and leaves alone what ended by itself', async () => {
  const tooLarge = { ...SUCCEEDED, outcome: 'DocumentTooLarge' } as const;

  const brokeOff = await runAll({ large: 0 }, { ...tooLarge, reachedEnd: false });
  const ended = await runAll({ large: 0 }, tooLarge);

  expect(brokeOff).toContainEqual({ ...runOf('large'), failure: { Error: 'DocumentTooLarge' } });
  expect(ended).toEqual(['large begins', 'large: DocumentTooLarge']);
});
