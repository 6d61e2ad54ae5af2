import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashEverywhere } from '#infra/local/simulation/crash-points.ts';
import type { Simulator } from '#infra/local/simulation/simulator.ts';
import { DEFENCES_OFF } from '../doubles/defences-off.ts';
import { firstCaught, seedsUpTo, testSimulator } from '../doubles/test-simulator.ts';

/** Crash points are tried in so many different orders of what happens at once. */
const ORDERS = [1, 2];

/** Runs that a missing defence may take until it is seen. */
const RUNS_PER_DEFENCE = 2_000;

let simulation: Simulator;
beforeAll(async () => {
  simulation = await testSimulator();
});
afterAll(() => simulation.close());

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
    const caught = await firstCaught(simulation, off, seedsUpTo(RUNS_PER_DEFENCE));

    const [fault] = caught?.faults ?? [];
    process.stdout.write(
      `off: ${off.defence}: ${fault ? `seed ${caught?.seed}, ${fault.kind}: ${fault.detail}` : 'not caught'}\n`,
    );
    expect(fault).toBeDefined();
  });
});
