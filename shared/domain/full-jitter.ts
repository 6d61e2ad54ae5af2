interface Backoff {
  /** Milliseconds: the longest first wait. */
  readonly base: number;
  /** Milliseconds that no wait is longer than. */
  readonly cap: number;
}

/**
 * Milliseconds to wait after so many tries, 1 or more: any time up to a bound that doubles with each try, so that callers
 * that were refused together do not come back together. `fraction` is chance, from 0 to 1.
 *
 * Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function fullJitter(tries: number, fraction: number, { base, cap }: Backoff): number {
  return fraction * Math.min(cap, base * 2 ** (tries - 1));
}
