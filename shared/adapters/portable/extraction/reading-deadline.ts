/** What reading a document has taken so far, in seconds. */
export interface ReadingTime {
  /** Of a processor; undefined where this Node does not tell. */
  readonly worked: number | undefined;
  /** By the clock. */
  readonly waited: number;
}

/**
 * Times its deadline that a document may take by the clock while the thread that reads it has not worked for so long: on a
 * machine with three times as much to do as it has processors for, a document gets what it would have alone. Ours.
 */
const BUSY_FACTOR = 3;

/** However busy the machine is: what hangs without work is waited for no longer than the largest document. */
const LONGEST_SECONDS = 120;

/** Seconds by the clock after which nobody waits for a document any more, however little the thread worked. */
export function longestSeconds(deadlineSeconds: number, busyFactor = BUSY_FACTOR): number {
  return Math.max(deadlineSeconds, Math.min(LONGEST_SECONDS, deadlineSeconds * busyFactor));
}

/**
 * Seconds until a document may have run out of time; 0 once it has. Its deadline is of work, so that a busy machine has no
 * honest document rejected; where nobody knows how much a thread worked, it is by the clock.
 */
export function secondsLeft({ worked, waited }: ReadingTime, deadlineSeconds: number, busyFactor?: number): number {
  if (worked === undefined) return Math.max(0, deadlineSeconds - waited);
  const left = Math.min(deadlineSeconds - worked, longestSeconds(deadlineSeconds, busyFactor) - waited);
  return Math.max(0, left);
}
