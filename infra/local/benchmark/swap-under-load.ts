import type { ReindexReport } from '#shared/contracts/reindex.ts';
import { percentile } from '#shared/domain/statistics.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { ReindexOptions } from '#shared/runtime/reindex/copy-generation.ts';
import { reindex, rollBack } from '#shared/runtime/reindex/reindex.ts';
import type { ReindexPorts } from '#shared/runtime/reindex/reindex-ports.ts';
import { type Arrival, arrivalTimes, openLoop } from './open-loop.ts';

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
  /** At least; questions go on until after the way back, however long the reindex takes. */
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

/** Share of the time that the first generation serves before the reindex, the second one after it, and the first again. */
const STRETCH = 0.1;

/** Seconds of questions that are drawn at once. */
const WINDOW = 2;

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
  const stretch = () => clock.sleep(STRETCH * seconds * 1_000);
  let isOver = false;
  const operate = async () => {
    await stretch();
    const report = await reindex(ports, options, signal);
    await stretch();
    const before = clock.now();
    await rollBack(ports, signal);
    const rollbackMilliseconds = clock.now() - before;
    await stretch();
    return { report, rollbackMilliseconds };
  };
  const question = async () => {
    const endsAt = clock.now() + seconds * 1_000;
    const windows: Promise<Arrival<AskedOnce>[]>[] = [];
    for (let seed = SEED; !isOver || clock.now() < endsAt; seed += 1) {
      const times = arrivalTimes({ perSecond: questionsPerSecond, seconds: WINDOW, seed });
      windows.push(openLoop(times, ask, clock));
      await clock.sleep(WINDOW * 1_000);
    }
    return (await Promise.all(windows)).flat();
  };
  const operating = operate().finally(() => {
    isOver = true;
  });
  const [arrivals, operated] = await Promise.all([question(), operating]);

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
