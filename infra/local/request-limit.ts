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

/**
 * Share of the longest wait that is left once a line has stood for that long without ending: then more comes than is
 * answered, and whoever waited as long would only be late. The rule and its two times (100 ms and 5 ms there) are those
 * of the controlled delay in Maurer, "Fail at Scale", ACM Queue 13(8), 2015; a tenth leaves room for a turn of this
 * thread. `npm run bench -- load --only load-question` shows what another share would do.
 */
const STANDING_SHARE = 0.1;

/** Share of the longest wait for which nobody must have waited before a line has ended: short waits empty it, too. */
const GAP_SHARE = 0.2;

/**
 * Lets requests in, oldest first. A wait has a bound, and a shorter one in a line that does not end, so that what is let
 * in takes little longer under load than without.
 */
export function requestLimit({
  maxInFlight,
  maxWaiting,
  maxWaitMilliseconds,
  clock,
}: RequestLimitOptions): RequestLimit {
  const waiting = new Set<(isLetIn: boolean) => void>();
  let inFlight = 0;
  let lineSince = Number.NEGATIVE_INFINITY;
  let lineEndedAt = Number.NEGATIVE_INFINITY;

  const leave = () => {
    const [next] = waiting;
    if (next === undefined) inFlight -= 1;
    else next(true); // Its room goes straight to the oldest that waits.
  };
  const wait = () => {
    const now = clock.now();
    if (waiting.size === 0 && now - lineEndedAt > maxWaitMilliseconds * GAP_SHARE) lineSince = now;
    const isStanding = now - lineSince > maxWaitMilliseconds;
    const milliseconds = isStanding ? maxWaitMilliseconds * STANDING_SHARE : maxWaitMilliseconds;
    return new Promise<boolean>((resolve) => {
      const timer = new AbortController();
      const end = (isLetIn: boolean) => {
        if (!waiting.delete(end)) return;
        if (waiting.size === 0) lineEndedAt = clock.now();
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

/** Room given back twice would be room for two. */
function onceOnly(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
