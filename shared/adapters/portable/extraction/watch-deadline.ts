import type { Worker } from 'node:worker_threads';
import { longestSeconds, secondsLeft } from './reading-deadline.ts';

export interface DeadlineOptions {
  /** Of one document, by the work of the thread. */
  readonly deadlineSeconds: number;
  /** Times as long by the clock, on a busy machine; three, unless a test must not hang on how busy it is. */
  readonly busyFactor?: number | undefined;
  /** Seconds that a thread has worked since it began; undefined where nobody knows. */
  readonly workedSeconds?: ((worker: Worker) => Promise<number | undefined>) | undefined;
}

/** Whether the thread worked for as long as it may, or nobody waits any longer. */
export type SpentBy = 'work' | 'clock';

/** Seconds between two looks at a thread that has nearly worked for as long as it may. */
const SHORTEST_PAUSE = 0.1;

/** Calls `onOver` once the document that a thread begins now has run out of time, unless it is stopped before. */
export function watchDeadline(
  worker: Worker,
  { deadlineSeconds, busyFactor, workedSeconds = threadSeconds }: DeadlineOptions,
  onOver: (by: SpentBy) => void,
): { readonly stop: () => void } {
  const startedAt = performance.now();
  const before = workedSeconds(worker);
  let [isStopped, pause]: [boolean, NodeJS.Timeout | undefined] = [false, undefined];
  const look = async () => {
    const worked = difference(await before, await workedSeconds(worker));
    const left = secondsLeft({ worked, waited: (performance.now() - startedAt) / 1_000 }, deadlineSeconds, busyFactor);
    if (isStopped) return;
    if (left === 0) onOver(Number(worked) >= deadlineSeconds ? 'work' : 'clock');
    else lookIn(Math.max(left, SHORTEST_PAUSE));
  };
  const lookIn = (seconds: number) => {
    pause = setTimeout(look, seconds * 1_000);
  };
  lookIn(deadlineSeconds);
  // A thread that is deep in a call of native code tells nothing until that ends.
  const longest = setTimeout(() => onOver('clock'), longestSeconds(deadlineSeconds, busyFactor) * 1_000);
  const stop = () => {
    isStopped = true;
    clearTimeout(pause);
    clearTimeout(longest);
  };
  return { stop };
}

function difference(before: number | undefined, now: number | undefined): number | undefined {
  return before === undefined || now === undefined ? undefined : now - before;
}

/** Node tells it from 24.6 on, of a thread that has begun. */
async function threadSeconds(worker: Worker): Promise<number | undefined> {
  if (typeof worker.cpuUsage !== 'function') return undefined;
  const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }));
  return (user + system) / 1_000_000;
}
