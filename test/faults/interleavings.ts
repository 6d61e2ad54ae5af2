import { expect, type TestContext } from 'vitest';
import type { Fault } from '#infra/local/simulation/check-state.ts';
import { testSimulator } from '../doubles/test-simulator.ts';

/** Runs the seeds from the first up to the last, puts a line into the table, and fails when any run ended wrong. */
export async function expectInterleavings({ task }: TestContext, first: number, last: number): Promise<void> {
  const simulation = await testSimulator();
  const wrong: { readonly seed: number; readonly faults: readonly Fault[] }[] = [];
  let crashes = 0;
  for (let seed = first; seed <= last; seed += 1) {
    const { faults, crashes: more } = await simulation.run(seed);
    crashes += more;
    if (faults.length > 0) wrong.push({ seed, faults });
  }
  await simulation.close();

  const count = (...kinds: readonly string[]) =>
    wrong.filter(({ faults }) => faults.some(({ kind }) => kinds.includes(kind))).length;
  task.meta.rows = [
    {
      ...{ scenario: `random interleavings, seeds ${first} to ${last}`, cases: last - first + 1 },
      ...{ lost: count('lost', 'unseen'), doubled: count('doubled'), stale: count('stale', 'orphan') },
      ...{ verdict: wrong.length === 0 ? 'held' : 'broken', note: `${crashes} crashes` },
    },
  ];
  expect(wrong).toEqual([]);
}
