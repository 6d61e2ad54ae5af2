/** A figure of a sample with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Samples drawn with replacement. 2,000 hold the ends of a 95 % interval still to about a hundredth of its width. */
const RESAMPLES = 2_000;

/** Exchanges tried by the randomisation test: the smallest p-value it can give is 1 in 10,001. */
const EXCHANGES = 10_000;

/** Any number does; a fixed one makes a second run print the same figures. */
const SEED = 20_240_601;

/**
 * The mean of a sample and the 2.5th and 97.5th percentile of the means of its resamples.
 *
 * Source: the percentile bootstrap, Efron and Tibshirani, "An Introduction to the Bootstrap", chapter 13. An empty
 * sample gives NaN.
 */
export function bootstrapMean(values: readonly number[], seed = SEED): Estimate {
  return bootstrap(values, mean, seed);
}

/** The same for any figure of a whole sample, such as a macro average. */
export function bootstrap<Case>(
  sample: readonly Case[],
  figureOf: (sample: readonly Case[]) => number,
  seed = SEED,
): Estimate {
  const random = seededRandom(seed);
  const figures = Array.from(
    { length: RESAMPLES },
    () => figureOf(sample.map(() => sample[Math.floor(random() * sample.length)] as Case)), // Drawn below its length.
  );
  return { value: figureOf(sample), low: percentile(figures, 2.5), high: percentile(figures, 97.5) };
}

/**
 * How often chance alone makes two systems differ this much on the same cases: the two-sided p-value of the paired
 * randomisation test, which exchanges the two figures of a case at random.
 *
 * Source: Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests", CIKM 2007.
 *
 * @throws RangeError when the two lists differ in length: they are then of different cases.
 */
export function pairedRandomisation(a: readonly number[], b: readonly number[], seed = SEED): number {
  if (a.length !== b.length) throw new RangeError('figures of different cases cannot be paired');
  const random = seededRandom(seed);
  const differences = a.map((value, at) => value - Number(b[at]));
  const seen = Math.abs(sum(differences));
  let atLeast = 0;
  for (let exchange = 0; exchange < EXCHANGES; exchange += 1) {
    const exchanged = differences.reduce((total, value) => total + (random() < 0.5 ? value : -value), 0);
    // Sums of the same numbers in another order differ by a little; that is no difference.
    if (Math.abs(exchanged) >= seen - 1e-12) atLeast += 1;
  }
  return (atLeast + 1) / (EXCHANGES + 1);
}

/** NaN for no values. */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** The smallest value that `percent` of the values do not exceed: the nearest-rank percentile. NaN for no values. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/**
 * By how much `y` grows for each unit of `x`, by least squares over all points. NaN for fewer than two different `x`.
 *
 * Source: Montgomery, Peck and Vining, "Introduction to Linear Regression Analysis", section 2.2.
 */
export function leastSquaresSlope(points: readonly { readonly x: number; readonly y: number }[]): number {
  const x = mean(points.map((point) => point.x));
  const y = mean(points.map((point) => point.y));
  return sum(points.map((point) => (point.x - x) * (point.y - y))) / sum(points.map((point) => (point.x - x) ** 2));
}

/**
 * Numbers of at least 0 and below 1, the same for the same seed.
 *
 * Source: mulberry32 by Tommy Ettinger, public domain. Good for sampling, not for secrets.
 */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
