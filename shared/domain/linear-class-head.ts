import { type ClassInput, type LinearHead, scaledFeatures } from './class-head.ts';
import { fitSoftmax, type LinearScores } from './softmax-regression.ts';
import { mean } from './statistics.ts';

/** A text whose class a person gave. */
export interface ClassExample extends ClassInput {
  readonly label: string;
}

/** The guess that a fit starts from is the vote of centroids times this: enough to part classes of few examples. */
const CENTROID_WEIGHT = 4;

/** The price of leaving that guess, of one example; with more of them it weighs less. */
const RIDGE = 0.5;

/** The score of a class without an example: nothing makes up for it. */
const NEVER = -20;

/** A cue's spread is taken to be at least this: one that hardly varies among the examples would count for much. */
const LEAST_SPREAD = 0.1;

/**
 * Learns to tell classes apart. The mean of each gives a first linear rule, the nearest centroid, which softmax regression
 * moves as far as the examples carry it; small classes count like large ones, and the vector like all cues together.
 *
 * Source of the first rule: Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", section 4.3, linear
 * discriminants with one variance for all.
 */
export function linearClassHead(examples: readonly ClassExample[], classes: readonly string[]): LinearHead {
  const scaling = scalingOf(examples);
  const rows = examples.map((example) => ({
    features: scaledFeatures(scaling, example),
    classAt: classes.indexOf(example.label),
  }));
  const centroids = classes.map((_, at) =>
    meanOf(rows.filter(({ classAt }) => classAt === at).map((row) => row.features)),
  );
  const counts = classes.map((_, at) => rows.filter(({ classAt }) => classAt === at).length);
  const present = counts.filter((count) => count > 0).length;
  const shared = rows.map((row) => ({ ...row, share: 1 / (present * Number(counts[row.classAt])) }));
  const prior = nearestCentroid(centroids, counts);
  return { classes, ...scaling, centroids, scores: fitSoftmax(shared, prior, RIDGE / examples.length) };

  /** The mean of rows; zeros for none, so that each class has one. */
  function meanOf(features: readonly (readonly number[])[]): number[] {
    return scaling.center.map((_, at) => (features.length === 0 ? 0 : mean(features.map((row) => Number(row[at])))));
  }
}

/** Distances to centroids as linear scores: what is common to all of them is left out. */
function nearestCentroid(centroids: readonly (readonly number[])[], counts: readonly number[]): LinearScores {
  return {
    weights: centroids.map((centroid) => centroid.map((value) => CENTROID_WEIGHT * value)),
    biases: centroids.map((centroid, at) =>
      counts[at] === 0 ? NEVER : (-CENTROID_WEIGHT / 2) * centroid.reduce((sum, value) => sum + value ** 2, 0),
    ),
  };
}

/** Vectors less their mean get a length near 1, and so do the cues of a text together. */
function scalingOf(examples: readonly ClassExample[]): Pick<LinearHead, 'center' | 'scale'> {
  const vectors = columnsOf(examples.map(({ vector }) => vector));
  const cues = columnsOf(examples.map((example) => example.cues));
  const length = Math.sqrt(vectors.reduce((sum, { spread }) => sum + spread ** 2, 0)) || 1;
  const many = Math.sqrt(cues.length);
  return {
    center: [...vectors, ...cues].map((column) => column.mean),
    scale: [...vectors.map(() => 1 / length), ...cues.map(({ spread }) => 1 / (Math.max(LEAST_SPREAD, spread) * many))],
  };
}

function columnsOf(rows: readonly (readonly number[])[]) {
  const width = Math.max(...rows.map(({ length }) => length));
  return Array.from({ length: width }, (_, at) => {
    const values = rows.map((row) => Number(row[at]));
    const middle = mean(values);
    return { mean: middle, spread: Math.sqrt(mean(values.map((value) => (value - middle) ** 2))) };
  });
}
