import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashEverywhere } from '#infra/local/simulation/crash-points.ts';
import type { SimulationResult, Simulator } from '#infra/local/simulation/simulator.ts';
import { DEFENCES_OFF } from '../doubles/defences-off.ts';
import { firstCaught, seedsUpTo, testSimulator } from '../doubles/test-simulator.ts';

// The fast part; `npm run test:faults` runs the whole.
const SEEDS = seedsUpTo(20);

/** Of the crash points of an undisturbed run, every so manieth call. */
const CRASH_STEP = 45;

/** Those that show soon, each with the first seed that shows it; a change of the product may make that another one. */
const SHOWN_BY = new Map([
  ['attempt in the name', 1],
  ['attempt in the chunk id', 24],
  ['acknowledged only when done', 52],
  ['reconciler', 8],
]);

let simulation: Simulator;
beforeAll(async () => {
  simulation = await testSimulator();
});
afterAll(() => simulation.close());

it('ends random interleavings of changes, crashes and faults as the store has it', async () => {
  const results: SimulationResult[] = [];
  for (const seed of SEEDS) results.push(await simulation.run(seed));

  const wrong = results.filter(({ faults }) => faults.length > 0);
  expect(wrong.map(({ seed, faults }) => ({ seed, faults }))).toEqual([]);
  expect(results.reduce((sum, { crashes }) => sum + crashes, 0)).toBeGreaterThan(0);
});

it('gives the same run, turn by turn, and the same state for the same seed', async () => {
  const options = { withTranscript: true };

  const [first, second] = [await simulation.run(7, options), await simulation.run(7, options)];

  expect(first.transcript.length).toBeGreaterThan(100);
  expect(second).toEqual(first);
});

it('leaves after a crash what an undisturbed run leaves', async () => {
  let cases = 0;
  for await (const { crash, isSame, result } of crashEverywhere(simulation, 1, { step: CRASH_STEP })) {
    cases += 1;
    expect({ crash, isSame, faults: result.faults }).toEqual({ crash, isSame: true, faults: [] });
    expect(result.crashes).toBe(1);
  }
  expect(cases).toBeGreaterThan(20);
});

describe('a defence that is switched off is missed', () => {
  it.each(DEFENCES_OFF.filter(({ defence }) => SHOWN_BY.has(defence)))('$defence', async (off) => {
    const seeds = [SHOWN_BY.get(off.defence) ?? 1, ...seedsUpTo(60)];

    expect(await firstCaught(simulation, off, seeds)).toBeDefined();
  });
});
