import { describe, expect, it } from 'vitest';
import { RETRY_POLICY } from '#shared/domain/retry-budget.ts';
import type { Refuses } from '../doubles/throttled-model.ts';
import { runThrottling, type ThrottlingReport, type ThrottlingScenario } from '../doubles/throttling-run.ts';

const SEEDS = [1, 2, 3, 4, 5];
/** Calls that a call needed may take, by the share that is refused for ten minutes. */
const MOST_CALLS = { 0.3: 1.3, 0.9: 2 } as const;
type Share = keyof typeof MOST_CALLS;
/** Calls in one second, while five are usual: a quota that starts anew lets those go together that have saved up. */
const BUSIEST_SECOND = 50;

/** What a run breaks of the promise that throttling slows and never loses. */
function broken({ share, processes }: ThrottlingScenario, report: ThrottlingReport): string[] {
  const { lost, calls, need, recoverySeconds, retriesAboveShare, busiestSecond } = report;
  const budget = processes * (RETRY_POLICY.burst + RETRY_POLICY.trickle * 600);
  const bounds = {
    lost: lost > 0,
    calls: calls > MOST_CALLS[share as Share] * need,
    recovery: recoverySeconds > 15 * 60,
    retries: retriesAboveShare > budget,
    burst: busiestSecond > BUSIEST_SECOND,
  };
  return Object.entries(bounds).flatMap(([bound, isBroken]) => (isBroken ? [bound] : []));
}

const SCENARIOS: readonly [Share, Refuses, number, number?][] = [
  [0.3, 'what exceeds a quota', 1],
  [0.9, 'what exceeds a quota', 1],
  [0.3, 'what exceeds a quota', 100],
  [0.9, 'what exceeds a quota', 100],
  [0.3, 'what exceeds a quota of the minute', 25],
  [0.9, 'what exceeds a quota of the minute', 25],
  [0.9, 'what exceeds a quota', 1, 20],
  [0.3, 'by chance', 1],
  [0.9, 'by chance', 1],
  [0.3, 'by chance', 100],
  [0.9, 'by chance', 100],
];

describe('ten minutes of throttling', () => {
  it.each(SCENARIOS)(
    'slow the work and lose none of it: a share of %d refused %s, in %d processes',
    async (share, refuses, processes, retryAfterSeconds) => {
      for (const seed of SEEDS) {
        const scenario = { share, refuses, processes, seed, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) };
        const report = await runThrottling(scenario);

        expect(report.need).toBeGreaterThan(3_000);
        expect(broken(scenario, report), JSON.stringify(report)).toEqual([]);
      }
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

    expect(broken(scenario, report)).toContain(bound);
  });
});
