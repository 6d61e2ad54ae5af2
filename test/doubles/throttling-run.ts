import { RATE_POLICY, type RatePolicy } from '#shared/domain/rate-limit.ts';
import { RETRY_POLICY, type RetryPolicy } from '#shared/domain/retry-budget.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Chance, Clock } from '#shared/ports/clock.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { seededChance } from './seeded-chance.ts';
import { type Refuses, throttledModel } from './throttled-model.ts';
import { MINUTE, SECOND, type ThrottlingReport, type TimedCall, throttlingReport } from './throttling-report.ts';
import { virtualClock } from './virtual-clock.ts';

export interface ThrottlingScenario {
  readonly refuses: Refuses;
  /** Share of the usual calls that the model does not take during the ten minutes. */
  readonly share: number;
  /** Processes, each with a limiter of its own, among which the callers are parted. */
  readonly processes: number;
  readonly retryAfterSeconds?: number;
  readonly seed: number;
  /** Defences to leave out. */
  readonly rates?: Partial<RatePolicy>;
  readonly retries?: Partial<RetryPolicy>;
  readonly chance?: Chance;
}

/** What came of a scenario. */
export interface DescribedReport extends ThrottlingReport {
  readonly scenario: string;
}

/** At least; a process has one or more. */
const CALLERS = 200;
/** Calls a second of all callers, each of whom rests about forty seconds between its calls, and that the model takes. */
const LOAD = { demand: 5, quota: 7.5 };
/** Milliseconds. */
const PHASES = { warmUp: 5 * MINUTE, throttling: 10 * MINUTE, recovery: 15 * MINUTE };

/** Ten minutes of throttling and fifteen to recover, in virtual time. */
export async function runThrottling(options: ThrottlingScenario): Promise<DescribedReport> {
  const clock = virtualClock();
  const throttles = { from: clock.now() + PHASES.warmUp, to: clock.now() + PHASES.warmUp + PHASES.throttling };
  const { refuses, share, seed, retryAfterSeconds } = options;
  const model = throttledModel({
    ...{ clock, chance: seededChance(seed), refuses, ...LOAD },
    ...{ share, throttles, retryAfterSeconds },
  });
  const record: TimedCall[] = [];
  const rest = seededChance(seed + 1);

  const work = async (embedder: Embedder) => {
    for (;;) {
      await clock.sleep(rest.fraction() * 2 * (callersOf(options) / LOAD.demand) * SECOND);
      if (clock.now() >= throttles.to + PHASES.recovery) return;
      const call: TimedCall = { from: clock.now() };
      record.push(call);
      await embedder.embed([redacted('a')], 'passage');
      call.answeredAt = clock.now();
    }
  };
  const embedders = limitedEmbedders(model, clock, options);
  const callers = Array.from({ length: callersOf(options) }, (_, at) => embedders.at(at % embedders.length) ?? model);
  await Promise.all([clock.run(), Promise.allSettled(callers.map(work))]);
  const ends = { from: throttles.from, to: throttles.to, recovered: throttles.to + PHASES.recovery };
  return { scenario: nameOf(options), ...throttlingReport(model.calls, record, ends) };
}

/** One a process. */
function limitedEmbedders(model: Embedder, clock: Clock, options: ThrottlingScenario): Embedder[] {
  const { seed, rates, retries } = options;
  return Array.from({ length: options.processes }, (_, at) =>
    limitedEmbedder(model, {
      clock,
      metrics: recordedMetrics(),
      chance: options.chance ?? seededChance(seed * 1_000 + at),
      rates: { ...RATE_POLICY, ...rates },
      retries: { ...RETRY_POLICY, ...retries },
    }),
  );
}

function nameOf({ refuses, share, processes, retryAfterSeconds }: ThrottlingScenario): string {
  const asked = retryAfterSeconds === undefined ? '' : `, Retry-After ${retryAfterSeconds} s`;
  return `${share * 100} % refused ${refuses}, ${processes} processes${asked}`;
}

function callersOf({ processes }: ThrottlingScenario): number {
  return Math.max(CALLERS, processes);
}
