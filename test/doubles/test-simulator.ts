import { type SimulationResult, type Simulator, simulator } from '#infra/local/simulation/simulator.ts';
import { cachedTemplate } from './cached-template.ts';
import type { DefenceOff } from './defences-off.ts';

export async function testSimulator(): Promise<Simulator> {
  return simulator(await cachedTemplate());
}

/** The first run, from seed 1, that shows that a defence is missing; undefined when none of so many does. */
export async function firstCaught(
  { run }: Simulator,
  { decorate }: DefenceOff,
  seeds: number,
): Promise<SimulationResult | undefined> {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const result = await run(seed, { decorate });
    if (result.faults.length > 0) return result;
  }
  return undefined;
}
