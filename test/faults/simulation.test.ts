import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashEverywhere } from '#infra/local/simulation/crash-points.ts';
import type { SimulationResult, Simulator } from '#infra/local/simulation/simulator.ts';
import { DEFENCES_OFF } from '../doubles/defences-off.ts';
import { firstCaught, testSimulator } from '../doubles/test-simulator.ts';

/** Interleavings of changes to the bucket, crashes and faults. */
const RUNS = 10_000;

/** Crash points are tried in so many different orders of what happens at once. */
const ORDERS = [1, 2, 3];

/** Runs that a missing defence may take until it is seen. */
const RUNS_PER_DEFENCE = 2_000;

let simulation: Simulator;
beforeAll(async () => {
  simulation = await testSimulator();
});
afterAll(() => simulation.close());

/** Runs with a fault of one of these kinds. */
function withFaults(results: readonly SimulationResult[], ...kinds: readonly string[]): number {
  return results.filter(({ faults }) => faults.some(({ kind }) => kinds.includes(kind))).length;
}

it('ends 10,000 interleavings of changes, crashes and faults as the store has it', async ({ task }) => {
  const results: SimulationResult[] = [];
  for (let seed = 1; seed <= RUNS; seed += 1) results.push({ ...(await simulation.run(seed)), state: NO_STATE });

  const wrong = results.filter(({ faults }) => faults.length > 0);
  const crashes = results.reduce((sum, result) => sum + result.crashes, 0);
  task.meta.rows = [
    {
      ...{ scenario: 'random interleavings', cases: RUNS, lost: withFaults(results, 'lost', 'unseen') },
      ...{ doubled: withFaults(results, 'doubled'), stale: withFaults(results, 'stale', 'orphan') },
      ...{ verdict: wrong.length === 0 ? 'held' : 'broken', note: `${crashes} crashes` },
    },
  ];
  expect(wrong.map(({ seed, faults }) => ({ seed, faults }))).toEqual([]);
});

/** The state of thousands of runs would fill the memory. */
const NO_STATE = { documents: [], artifacts: [] };

it('leaves after a crash before or after any call of a port what an undisturbed run leaves', async ({ task }) => {
  let cases = 0;
  const different: object[] = [];
  for (const order of ORDERS) {
    for await (const { crash, isSame, result } of crashEverywhere(simulation, order)) {
      cases += 1;
      if (!isSame || result.faults.length > 0) different.push({ order, crash, faults: result.faults });
    }
  }

  const verdict = different.length === 0 ? 'held' : 'broken';
  task.meta.rows = [{ scenario: 'every crash point', cases, lost: different.length, doubled: 0, stale: 0, verdict }];
  expect(different).toEqual([]);
});

describe('a defence that is switched off is missed', () => {
  it.each(DEFENCES_OFF)('$defence', async (off) => {
    const caught = await firstCaught(simulation, off, RUNS_PER_DEFENCE);

    const [fault] = caught?.faults ?? [];
    process.stdout.write(
      `off: ${off.defence}: ${fault ? `seed ${caught?.seed}, ${fault.kind}: ${fault.detail}` : 'not caught'}\n`,
    );
    expect(fault).toBeDefined();
  });
});
