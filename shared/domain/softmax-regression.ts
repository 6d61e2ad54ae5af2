/** One linear score a class. */
export interface LinearScores {
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly number[];
}

/** An observation: its features, which class it is of (from 0), and how much it counts. */
export interface ClassObservation {
  readonly features: readonly number[];
  readonly classAt: number;
  readonly share: number;
}

/** Steps of descent: past them the scores of a few hundred rows, each of a length near 1.4, move by less than a hundredth. */
const STEPS = 150;
/** Below the inverse of the steepest bend that rows of that length allow, so that no step climbs. */
const RATE = 0.9;

/**
 * Fits scores whose softmax is the likelihood of each class, near a guess that is good already: the squares of the
 * distance from `prior` cost `ridge` each, so that few rows change little of it.
 *
 * Source: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", section 4.4, with a Gaussian prior, by
 * Nesterov's accelerated descent. Shares of the rows are to sum up to 1.
 */
export function fitSoftmax(rows: readonly ClassObservation[], prior: LinearScores, ridge: number): LinearScores {
  let model = prior;
  let ahead = prior;
  for (let step = 0; step < STEPS; step += 1) {
    const next = descended(rows, ahead, prior, ridge);
    const momentum = step / (step + 3);
    ahead = combined(next, model, (now, before) => now + momentum * (now - before));
    model = next;
  }
  return model;
}

/** The score of each class. */
export function linearScores({ weights, biases }: LinearScores, features: readonly number[]): number[] {
  return weights.map((own, at) => dot(own, features) + Number(biases[at]));
}

/** Scores as probabilities. */
export function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const odds = scores.map((score) => Math.exp(score - highest));
  const sum = odds.reduce((total, each) => total + each, 0);
  return odds.map((each) => each / sum);
}

function descended(
  rows: readonly ClassObservation[],
  model: LinearScores,
  prior: LinearScores,
  ridge: number,
): LinearScores {
  const slopes = combined(model, prior, (own, guess) => ridge * (own - guess));
  const biasSlopes = [...slopes.biases];
  const weightSlopes = slopes.weights.map((own) => [...own]);
  for (const { features, classAt, share } of rows) {
    const probabilities = softmax(linearScores(model, features));
    for (const [at, slope] of weightSlopes.entries()) {
      const error = share * (Number(probabilities[at]) - (at === classAt ? 1 : 0));
      biasSlopes[at] = Number(biasSlopes[at]) + error;
      addScaled(slope, features, error);
    }
  }
  return combined(model, { weights: weightSlopes, biases: biasSlopes }, (own, slope) => own - RATE * slope);
}

// Loops by index in what follows, because fits spend all their time here.

function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Number(a[at]) * Number(b[at]);
  return sum;
}

function addScaled(target: number[], values: readonly number[], by: number): void {
  for (let at = 0; at < target.length; at += 1) target[at] = Number(target[at]) + by * Number(values[at]);
}

function combined(a: LinearScores, b: LinearScores, of: (a: number, b: number) => number): LinearScores {
  const both = (x: readonly number[], y: readonly number[] | undefined) =>
    x.map((value, at) => of(value, Number(y?.[at])));
  return {
    weights: a.weights.map((own, at) => both(own, b.weights[at])),
    biases: both(a.biases, b.biases),
  };
}
