import type { Estimate } from './statistics.ts';

/** The 97.5th percentile of the standard normal distribution. */
const Z = 1.96;

/**
 * The share of hits among cases with its 95 % interval, which also at 0 and 1 says how little was looked at.
 *
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927. NaN for no cases.
 */
export function shareInterval(hits: number, cases: number): Estimate {
  const share = hits / cases;
  const centre = (share + Z ** 2 / (2 * cases)) / (1 + Z ** 2 / cases);
  const half = (Z / (1 + Z ** 2 / cases)) * Math.sqrt((share * (1 - share)) / cases + Z ** 2 / (4 * cases ** 2));
  return { value: share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
