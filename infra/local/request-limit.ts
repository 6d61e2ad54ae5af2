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
  /** How long each of them waits, at most. */
  readonly maxWaitMilliseconds: number;
  readonly clock: Clock;
}

/** Lets requests in, oldest first. A wait has a bound, so what is let in takes little longer under load than without. */
export function requestLimit({
  maxInFlight,
  maxWaiting,
  maxWaitMilliseconds,
  clock,
}: RequestLimitOptions): RequestLimit {
  const waiting = new Set<(isLetIn: boolean) => void>();
  let inFlight = 0;

  const leave = () => {
    const [next] = waiting;
    if (next === undefined) inFlight -= 1;
    else next(true); // Its room goes straight to the oldest that waits.
  };
  const wait = () =>
    new Promise<boolean>((resolve) => {
      const timer = new AbortController();
      const end = (isLetIn: boolean) => {
        if (!waiting.delete(end)) return;
        timer.abort();
        resolve(isLetIn);
      };
      waiting.add(end);
      clock.sleep(maxWaitMilliseconds, timer.signal).then(
        () => end(false),
        () => undefined, // Aborted: it was let in.
      );
    });

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
