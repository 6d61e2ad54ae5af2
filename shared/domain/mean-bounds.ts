import { percentile, seededRandom } from './statistics.ts';

/** Where a mean lies. */
export interface MeanBounds {
  readonly low: number;
  readonly high: number;
}

/** Weightings drawn: enough that a bound meant to fail in 5 % of samples fails in 4 to 6. */
const DRAWS = 2_000;

/** Any number does; a fixed one makes a second run print the same bounds. */
const SEED = 20_240_601;

/**
 * Bounds of the mean of whatever the sample was drawn from, when no value can be below `least` or above `most`. Each
 * holds with probability `confidence` (0.5 to 1, one-sided), for any number of cases: a sample without any spread still
 * gives bounds apart, and they come together only as cases are added. Of values 0 and 1 they are Clopper and Pearson's.
 *
 * A bound is a percentile of the sample's mean under random weights (Dirichlet, all ones) with one more value, the worst
 * that is possible. Source: Gaffke, "Three test statistics for a nonparametric one-sided hypothesis on the mean of a
 * nonnegative variable", Mathematical Methods of Statistics 14, 2005; Learned-Miller and Thomas, "A new confidence
 * interval for the mean of a bounded random variable", https://arxiv.org/abs/1905.06208.
 */
export function meanBounds(
  values: readonly number[],
  { least, most, confidence }: { readonly least: number; readonly most: number; readonly confidence: number },
  seed = SEED,
): MeanBounds {
  const random = seededRandom(seed);
  const draws = Array.from({ length: DRAWS }, () => {
    const spare = exponential(random);
    let [weight, sum] = [spare, 0];
    for (const value of values) {
      const own = exponential(random);
      weight += own;
      sum += own * value;
    }
    return { low: (sum + spare * least) / weight, high: (sum + spare * most) / weight };
  });
  return {
    low: percentile(
      draws.map(({ low }) => low),
      100 * (1 - confidence),
    ),
    high: percentile(
      draws.map(({ high }) => high),
      100 * confidence,
    ),
  };
}

/** Weights of a Dirichlet distribution of ones are these over their sum. */
function exponential(random: () => number): number {
  return -Math.log(1 - random());
}
