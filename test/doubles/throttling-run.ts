import { RATE_POLICY, type RatePolicy } from '#shared/domain/rate-limit.ts';
import { RETRY_POLICY, type RetryPolicy } from '#shared/domain/retry-budget.ts';
import { redacted } from '#shared/domain/text.ts';
import type { Chance, Clock } from '#shared/ports/clock.ts';
import type { Embedder } from '#shared/ports/embedder.ts';
import { limitedEmbedder } from '#shared/runtime/limited-embedder.ts';
import { recordedMetrics } from './recorded-metrics.ts';
import { seededChance } from './seeded-chance.ts';
import { type ModelCall, type Refuses, type ThrottledModel, throttledModel } from './throttled-model.ts';
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

/** Calls are counted from the first refusal to the end, when everybody's work is done. */
export interface ThrottlingReport {
  readonly scenario: string;
  /** Callers. */
  readonly cases: number;
  /** Calls that never came back with an answer. */
  readonly lost: number;
  readonly calls: number;
  /** Calls that the same work takes of a model that refuses nothing. */
  readonly need: number;
  /** From the end of the throttling until a minute has 90 % of the answers that it had before. */
  readonly recoverySeconds: number;
  /** Tries after the first beyond a tenth of first tries, while the model throttled. */
  readonly retriesAboveShare: number;
  /** Most calls in one second while the model throttled, after its first minute. */
  readonly busiestSecond: number;
  /** Share of all calls that were answered while the model throttled. */
  readonly answeredShare: number;
}

/** At least; a process has one or more. */
const CALLERS = 200;
/** Calls a second of all callers: each rests about forty seconds between its calls. */
const DEMAND = 5;
const QUOTA = 7.5;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const WARM_UP = 5 * MINUTE;
const THROTTLING = 10 * MINUTE;
const RECOVERY = 15 * MINUTE;

/** Ten minutes of throttling and fifteen to recover, in virtual time. */
export async function runThrottling(options: ThrottlingScenario): Promise<ThrottlingReport> {
  const clock = virtualClock();
  const throttles = { from: clock.now() + WARM_UP, to: clock.now() + WARM_UP + THROTTLING };
  const { refuses, share, seed, retryAfterSeconds } = options;
  const model = throttledModel({
    ...{ clock, chance: seededChance(seed), refuses, quota: QUOTA, demand: DEMAND },
    ...{ share, throttles, retryAfterSeconds },
  });
  const record: Call[] = [];
  const rest = seededChance(seed + 1);

  const work = async (embedder: Embedder) => {
    for (;;) {
      await clock.sleep(rest.fraction() * 2 * (callersOf(options) / DEMAND) * SECOND);
      if (clock.now() >= throttles.to + RECOVERY) return;
      const call: Call = { from: clock.now() };
      record.push(call);
      await embedder.embed([redacted('a')], 'passage');
      call.answeredAt = clock.now();
    }
  };
  const embedders = limitedEmbedders(model, clock, options);
  const callers = Array.from({ length: callersOf(options) }, (_, at) => embedders.at(at % embedders.length) ?? model);
  await Promise.all([clock.run(), Promise.allSettled(callers.map(work))]);
  return report(options, model, record, throttles);
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

function callersOf({ processes }: ThrottlingScenario): number {
  return Math.max(CALLERS, processes);
}

interface Call {
  readonly from: number;
  answeredAt?: number;
}

function report(
  options: ThrottlingScenario,
  model: ThrottledModel,
  record: readonly Call[],
  { from, to }: { readonly from: number; readonly to: number },
): ThrottlingReport {
  const { refuses, share, processes, retryAfterSeconds } = options;
  const isThrottled = ({ at }: { at: number }) => at >= from && at < to;
  const needed = record.filter(({ answeredAt = to }) => answeredAt >= from);
  const during = model.calls.filter(isThrottled);
  const seconds = countsBy(times(during.filter(({ at }) => at >= from + MINUTE)), SECOND);
  const asked = retryAfterSeconds === undefined ? '' : `, Retry-After ${retryAfterSeconds} s`;
  return {
    scenario: `${share * 100} % refused ${refuses}, ${processes} processes${asked}`,
    cases: callersOf(options),
    lost: record.filter(({ answeredAt }) => answeredAt === undefined).length,
    calls: model.calls.filter(({ at }) => at >= from).length,
    need: needed.length,
    recoverySeconds: recovery(record, from, to),
    retriesAboveShare: aboveShare(during),
    busiestSecond: Math.max(...seconds.values()),
    answeredShare: during.filter(({ isRefused }) => !isRefused).length / during.length,
  };
}

function recovery(record: readonly Call[], from: number, to: number): number {
  const answered = record.map(({ answeredAt = Number.POSITIVE_INFINITY }) => answeredAt).sort((a, b) => a - b);
  const between = (start: number, end: number) => answered.filter((at) => at >= start && at < end).length;
  const before = between(from - 4 * MINUTE, from) / 4; // A minute, once everybody is at work.
  for (let end = to + MINUTE; end <= to + RECOVERY; end += 10 * SECOND) {
    if (between(end - MINUTE, end) >= 0.9 * before) return (end - to) / SECOND;
  }
  return Number.POSITIVE_INFINITY;
}

function aboveShare(calls: readonly ModelCall[]): number {
  const further = calls.filter(({ isFurtherTry }) => isFurtherTry).length;
  return further - RETRY_POLICY.share * (calls.length - further);
}

function times(calls: readonly ModelCall[]): number[] {
  return calls.map(({ at }) => at);
}

function countsBy(moments: readonly number[], length: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const at of moments) {
    const slot = Math.floor(at / length);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return counts;
}
