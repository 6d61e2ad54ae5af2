import type { Clock } from '#shared/ports/clock.ts';

/** What API Gateway's throttling is on AWS: no more is begun than can be answered in good time. */
export interface RequestLimit {
  /** Resolves when there is room, with the call that gives it back; `undefined` when there is none soon enough. */
  enter(): Promise<(() => void) | undefined>;
}

interface RequestLimitOptions {
  /** Requests answered at once. */
  readonly maxInFlight: number;
  /** Requests that wait for room, at most. */
  readonly maxWaiting: number;
  /** How long each of them waits, at most: long enough for what comes at once by chance. */
  readonly maxWaitMilliseconds: number;
  readonly clock: Clock;
}

/** A line that stands: then more comes than is answered, and whoever waited as long as ever would only be late. */
const STANDING_LINE = {
  /**
   * It stands when somebody waited for this share of the time lately. At the usual rate, a third of what is answered at
   * most, nobody waits for most of the time; at three times as much somebody does for most of it, even though the line
   * that is cut short empties again and again. `npm run bench -- load --only load-question` has both, and shows what
   * another would do.
   */
  share: 0.5,
  /** How far back "lately" goes, in longest waits: a line that one stall has left is gone before it counts as standing. */
  memory: 5,
  /**
   * What is left of the longest wait. The rule and its two times (100 ms and 5 ms there) are those of the controlled delay
   * in Maurer, "Fail at Scale", ACM Queue 13(8), 2015.
   */
  wait: 0.05,
} as const;

/**
 * Lets requests in, oldest first. A wait has a bound, and a shorter one in a line that stands, so that what is let in takes
 * little longer under load than without.
 */
export function requestLimit({
  maxInFlight,
  maxWaiting,
  maxWaitMilliseconds,
  clock,
}: RequestLimitOptions): RequestLimit {
  const waiting = new Set<(isLetIn: boolean) => void>();
  const line = lineShare(clock, maxWaitMilliseconds * STANDING_LINE.memory);
  let inFlight = 0;

  const leave = () => {
    const [next] = waiting;
    if (next === undefined) inFlight -= 1;
    else next(true); // Its room goes straight to the oldest that waits.
  };
  const wait = () => {
    const isStanding = line.observe(waiting.size > 0) > STANDING_LINE.share;
    const milliseconds = isStanding ? maxWaitMilliseconds * STANDING_LINE.wait : maxWaitMilliseconds;
    return new Promise<boolean>((resolve) => {
      const timer = new AbortController();
      const end = (isLetIn: boolean) => {
        if (!waiting.has(end)) return;
        line.observe(true);
        waiting.delete(end);
        timer.abort();
        resolve(isLetIn);
      };
      waiting.add(end);
      clock.sleep(milliseconds, timer.signal).then(
        () => end(false),
        () => undefined, // Aborted: it was let in.
      );
    });
  };

  return {
    enter: async () => {
      if (inFlight < maxInFlight) inFlight += 1;
      else if (waiting.size >= maxWaiting || !(await wait())) return undefined;
      return onceOnly(leave);
    },
  };
}

/** The share of the time in which somebody waited, the past counting for less the longer ago it is. */
function lineShare(clock: Clock, memoryMilliseconds: number) {
  let share = 0;
  let observedAt = clock.now();
  return {
    /** @param isLine - whether somebody waited since this was last called. */
    observe: (isLine: boolean): number => {
      const now = clock.now();
      const kept = Math.exp((observedAt - now) / memoryMilliseconds);
      share = share * kept + (isLine ? 1 - kept : 0);
      observedAt = now;
      return share;
    },
  };
}

/** Room given back twice would be room for two. */
function onceOnly(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
