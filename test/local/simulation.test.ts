import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crashEverywhere } from '#infra/local/simulation/crash-points.ts';
import type { SimulationResult, Simulator } from '#infra/local/simulation/simulator.ts';
import { DEFENCES_OFF } from '../doubles/defences-off.ts';
import { firstCaught, testSimulator } from '../doubles/test-simulator.ts';

// The fast part; `npm run test:faults` runs the whole.
const SEEDS = Array.from({ length: 20 }, (_, at) => at + 1);

/** Of the crash points of an undisturbed run, every so manieth call. */
const CRASH_STEP = 35;

/** Those that show within a few seeds. */
const SHOWN_SOON = ['attempt in the name', 'attempt in the chunk id', 'acknowledged only when done', 'reconciler'];

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
  it.each(DEFENCES_OFF.filter(({ defence }) => SHOWN_SOON.includes(defence)))('$defence', async (off) => {
    expect(await firstCaught(simulation, off, 60)).toBeDefined();
  });
});
