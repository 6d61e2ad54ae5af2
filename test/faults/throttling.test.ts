import { expect, it } from 'vitest';
import { brokenBySeeds, THROTTLING_SCENARIOS } from '../doubles/throttling-scenarios.ts';

const SEEDS = [1, 2, 3, 4, 5];

it.each(THROTTLING_SCENARIOS)(
  'ten minutes of throttling slow the work and lose none of it: a share of %d refused %s, in %d processes',
  async (...scenario) => {
    const broken = await brokenBySeeds(scenario, SEEDS, (line) => process.stdout.write(line));

    expect(broken).toEqual([]);
  },
);
