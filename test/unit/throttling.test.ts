import { describe, expect, it } from 'vitest';
import { runThrottling } from '../doubles/throttling-run.ts';
import { brokenBounds, brokenBySeeds, THROTTLING_SCENARIOS } from '../doubles/throttling-scenarios.ts';

/** Some of them; `npm run test:faults` has more. */
const SEEDS = [1, 2];

describe('ten minutes of throttling', () => {
  it.each(THROTTLING_SCENARIOS)(
    'slow the work and lose none of it: a share of %d refused %s, in %d processes',
    async (...scenario) => {
      expect(await brokenBySeeds(scenario, SEEDS)).toEqual([]);
    },
  );

  const patient = { share: 0.9, refuses: 'what exceeds a quota', processes: 1, retryAfterSeconds: 20 } as const;
  const crowd = { share: 0.9, refuses: 'what exceeds a quota', processes: 100 } as const;
  const anew = { share: 0.9, refuses: 'what exceeds a quota of the minute', processes: 25 } as const;

  it.each([
    ['the rate does not halve', { ...patient, rates: { cut: 1 } }, 'recovery'],
    ['further tries have no budget', { ...crowd, retries: { burst: 1e9 } }, 'calls'],
    ['chance does not part the processes', { ...anew, chance: { fraction: () => 0 } }, 'burst'],
  ] as const)('break a bound when %s', async (_what, defenceless, bound) => {
    const scenario = { ...defenceless, seed: 1 };

    const report = await runThrottling(scenario);

    expect(brokenBounds(scenario, report)).toContain(bound);
  });
});
