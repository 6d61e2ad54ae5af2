import { type SimulationResult, type Simulator, simulator } from '#infra/local/simulation/simulator.ts';
import { cachedTemplate } from './cached-template.ts';
import type { DefenceOff } from './defences-off.ts';

export async function testSimulator(): Promise<Simulator> {
  return simulator(await cachedTemplate());
}

/** The first of so many seeds. */
export function seedsUpTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

/** The first run by these seeds that shows that a defence is missing; undefined when none does. */
export async function firstCaught(
  { run }: Simulator,
  { decorate }: DefenceOff,
  seeds: readonly number[],
): Promise<SimulationResult | undefined> {
  for (const seed of seeds) {
    const result = await run(seed, { decorate });
    if (result.faults.length > 0) return result;
  }
  return undefined;
}
