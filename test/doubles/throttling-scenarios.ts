import { RETRY_POLICY } from '#shared/domain/retry-budget.ts';
import type { Refuses } from './throttled-model.ts';
import type { ThrottlingReport } from './throttling-report.ts';
import { runThrottling, type ThrottlingScenario } from './throttling-run.ts';

/** Calls that a call needed may take, by the share that is refused for ten minutes. */
const MOST_CALLS = { 0.3: 1.3, 0.9: 2 } as const;
type Share = keyof typeof MOST_CALLS;
/** Calls in one second, while five are usual: a quota that starts anew lets those go together that have saved up. */
const BUSIEST_SECOND = 50;
/** Calls that anybody needed after the first refusal: a run of fewer would show nothing. */
const LEAST_NEED = 3_000;

/** Share that is refused, how, processes, and the seconds that the model asks callers to stay away. */
export const THROTTLING_SCENARIOS: readonly [Share, Refuses, number, number?][] = [
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

/** Runs one of them by each of the seeds, tells what each took, and gives the bounds that were broken. */
export async function brokenBySeeds(
  [share, refuses, processes, retryAfterSeconds]: (typeof THROTTLING_SCENARIOS)[number],
  seeds: readonly number[],
  tell: (line: string) => void = () => undefined,
) {
  const broken: { readonly seed: number; readonly bounds: readonly string[]; readonly report: ThrottlingReport }[] = [];
  for (const seed of seeds) {
    const scenario = { share, refuses, processes, seed, ...(retryAfterSeconds ? { retryAfterSeconds } : {}) };
    const report = await runThrottling(scenario);
    tell(`${report.scenario}, seed ${seed}: ${(report.calls / report.need).toFixed(2)} calls for one\n`);
    const bounds = brokenBounds(scenario, report);
    if (bounds.length > 0) broken.push({ seed, bounds, report });
  }
  return broken;
}

/** What a run breaks of the promise that throttling slows and never loses. */
export function brokenBounds({ share, processes }: ThrottlingScenario, report: ThrottlingReport): string[] {
  const { lost, calls, need, recoverySeconds, retriesAboveShare, busiestSecond } = report;
  const budget = processes * (RETRY_POLICY.burst + RETRY_POLICY.trickle * 600);
  const bounds = {
    need: need <= LEAST_NEED,
    lost: lost > 0,
    calls: calls > MOST_CALLS[share as Share] * need,
    recovery: recoverySeconds > 15 * 60,
    retries: retriesAboveShare > budget,
    burst: busiestSecond > BUSIEST_SECOND,
  };
  return Object.entries(bounds).flatMap(([bound, isBroken]) => (isBroken ? [bound] : []));
}
