import type { Estimate } from '#shared/domain/statistics.ts';

/** A value with its 95 % interval, to three places. */
export function shownEstimate({ value, low, high }: Estimate): string {
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}]`;
}
