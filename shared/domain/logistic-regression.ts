import { mean } from './statistics.ts';

/** One observation: its features, whether it is what is looked for, and log odds that are known of it already. */
export interface Observation {
  readonly features: readonly number[];
  readonly isPositive: boolean;
  readonly offset?: number;
}

export interface LogisticModel {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** Steps of gradient descent on standardised features; past them the weights of a few thousand rows change no digit. */
const STEPS = 800;
const RATE = 1;
/** Weight of the squares of the weights: keeps them finite where a feature parts the two perfectly. */
const RIDGE = 1e-3;

/**
 * Fits log odds as a weighted sum of features, both outcomes counting alike however many there are of each.
 *
 * Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", section 4.4, by gradient descent.
 *
 * @throws RangeError when one of the outcomes is missing: there is nothing to tell apart.
 */
export function fitLogistic(rows: readonly Observation[]): LogisticModel {
  const positives = countOfPositives(rows);
  const scales = scalesOf(rows);
  const scaled = rows.map(({ features, isPositive, offset = 0 }) => ({
    ...{ isPositive, offset, share: 0.5 / (isPositive ? positives : rows.length - positives) },
    values: features.map((value, at) => (value - Number(scales.means[at])) / Number(scales.spreads[at])),
  }));
  let weights: number[] = scales.means.map(() => 0);
  let bias = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const slopes = weights.map((weight) => RIDGE * weight);
    let biasSlope = 0;
    for (const { values, isPositive, offset, share } of scaled) {
      const odds = values.reduce((sum, value, at) => sum + value * Number(weights[at]), bias + offset);
      const error = share * (1 / (1 + Math.exp(-odds)) - (isPositive ? 1 : 0));
      for (const [at, value] of values.entries()) slopes[at] = Number(slopes[at]) + error * value;
      biasSlope += error;
    }
    weights = weights.map((weight, at) => weight - RATE * Number(slopes[at]));
    bias -= RATE * biasSlope;
  }
  const own = weights.map((weight, at) => weight / Number(scales.spreads[at]));
  return { weights: own, bias: own.reduce((sum, weight, at) => sum - weight * Number(scales.means[at]), bias) };
}

function countOfPositives(rows: readonly Observation[]): number {
  const positives = rows.filter(({ isPositive }) => isPositive).length;
  if (positives > 0 && positives < rows.length) return positives;
  throw new RangeError('a fit takes cases of both kinds');
}

function scalesOf(rows: readonly Observation[]) {
  const width = Math.max(...rows.map(({ features }) => features.length));
  const columns = Array.from({ length: width }, (_, at) => rows.map(({ features }) => Number(features[at])));
  const means = columns.map(mean);
  const spreads = columns.map((column, at) => {
    const variance = mean(column.map((value) => (value - Number(means[at])) ** 2));
    return Math.sqrt(variance) || 1; // A feature that never changes tells nothing; any scale will do.
  });
  return { means, spreads };
}

/** The highest threshold below which no more than `share` of the scores lie. */
export function thresholdAt(scores: readonly number[], share: number): number {
  const sorted = [...scores].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
