import type { ReindexReport } from '#shared/contracts/reindex.ts';
import { percentile } from '#shared/domain/statistics.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { ReindexOptions } from '#shared/runtime/reindex/copy-generation.ts';
import { reindex, rollBack } from '#shared/runtime/reindex/reindex.ts';
import type { ReindexPorts } from '#shared/runtime/reindex/reindex-ports.ts';
import { arrivalTimes, openLoop } from './open-loop.ts';

/** What came of one question. */
export interface AskedOnce {
  readonly isAnswered: boolean;
  /** Generations that its candidates were found in. */
  readonly generations: readonly number[];
}

export interface SwapLoad {
  readonly ask: () => Promise<AskedOnce>;
  readonly ports: ReindexPorts;
  readonly options: ReindexOptions;
  readonly questionsPerSecond: number;
  /** Of the questions, from before the reindex to after the way back. */
  readonly seconds: number;
  readonly clock: Clock;
}

export interface SwapOutcome {
  readonly asked: number;
  readonly failed: number;
  /** Questions with candidates from more than one generation. */
  readonly mixed: number;
  /** Questions by the number of the one generation that answered them. */
  readonly byGeneration: ReadonlyMap<number, number>;
  readonly p95Milliseconds: number;
  readonly rollbackMilliseconds: number;
  readonly report: ReindexReport;
}

/** Shares of the time: the reindex begins after the first, and the way back comes after the second, or when it is done. */
const BEGIN = 0.1;
const GO_BACK = 0.8;

const SEED = 5;

/** Asks at a rate while the index is built anew, the new generation serves, and the old one serves again. */
export async function swapUnderLoad({
  ask,
  ports,
  options,
  questionsPerSecond,
  seconds,
  clock,
}: SwapLoad): Promise<SwapOutcome> {
  const signal = new AbortController().signal;
  const startedAt = clock.now();
  const until = (share: number) => clock.sleep(Math.max(0, startedAt + share * seconds * 1_000 - clock.now()));
  const operate = async () => {
    await until(BEGIN);
    const report = await reindex(ports, options, signal);
    await until(GO_BACK);
    const before = clock.now();
    await rollBack(ports, signal);
    return { report, rollbackMilliseconds: clock.now() - before };
  };
  const times = arrivalTimes({ perSecond: questionsPerSecond, seconds, seed: SEED });
  const [arrivals, operated] = await Promise.all([openLoop(times, ask, clock), operate()]);

  const answered = arrivals.filter(({ result }) => result.isAnswered);
  const byGeneration = new Map<number, number>();
  for (const { result } of answered) {
    const [only, ...others] = result.generations;
    if (only !== undefined && others.length === 0) byGeneration.set(only, (byGeneration.get(only) ?? 0) + 1);
  }
  return {
    asked: arrivals.length,
    failed: arrivals.length - answered.length,
    mixed: answered.filter(({ result }) => result.generations.length > 1).length,
    byGeneration,
    p95Milliseconds: percentile(
      answered.map(({ milliseconds }) => milliseconds),
      95,
    ),
    ...operated,
  };
}
