import { type LinearScores, linearScores, softmax } from './softmax-regression.ts';
import { cosineSimilarity, toUnitLength, type Vector } from './vector.ts';

/** The class that stands for none. */
export const UNKNOWN_CLASS = 'unknown';

/** What is seen of a text that is to be classified. */
export interface ClassInput {
  /** By the embedder that the head was fitted to. */
  readonly vector: Vector;
  /** See `classFeatures`. */
  readonly cues: readonly number[];
}

/** What tells learned classes apart. */
export interface LinearHead {
  readonly classes: readonly string[];
  /** Each feature less its `center`, times its `scale`, is what everything below is of: vector first, then cues. */
  readonly center: readonly number[];
  readonly scale: readonly number[];
  /** The mean of each class' examples. */
  readonly centroids: readonly (readonly number[])[];
  readonly scores: LinearScores;
}

/** Classes learned from examples, and when to claim none. */
export interface ClassHead extends LinearHead {
  /** Scores are divided by it before they are probabilities. */
  readonly temperature: number;
  /** A class that is less likely than this is not claimed. */
  readonly leastConfidence: number;
  /** Nor is one whose centroid points elsewhere: least cosine, -1 to 1. */
  readonly leastSimilarity: number;
}

/** What a head sees in a text: of each class, its score and how like its centroid the text is (cosine, -1 to 1). */
export interface ClassSight {
  readonly scores: readonly number[];
  readonly similarities: readonly number[];
}

export function classSight(head: LinearHead, input: ClassInput): ClassSight {
  const features = scaledFeatures(head, input);
  const direction = toUnitLength(features);
  return {
    scores: linearScores(head.scores, features),
    similarities: head.centroids.map((centroid) => cosineSimilarity(direction, toUnitLength(centroid))),
  };
}

/** The likeliest class and its probability, claimed or not; `at` is its place among the classes. */
export function likeliestClass(scores: readonly number[], temperature: number): { at: number; confidence: number } {
  const probabilities = softmax(scores.map((score) => score / temperature));
  const confidence = Math.max(...probabilities);
  return { at: probabilities.indexOf(confidence), confidence };
}

/** The class to claim, `unknown` when the likeliest one is not likely enough or nothing like its examples. */
export function claimClass(head: ClassHead, input: ClassInput): { documentClass: string; confidence: number } {
  const { scores, similarities } = classSight(head, input);
  const { at, confidence } = likeliestClass(scores, head.temperature);
  const isClaimed = confidence >= head.leastConfidence && Number(similarities[at]) >= head.leastSimilarity;
  return { documentClass: isClaimed ? String(head.classes[at]) : UNKNOWN_CLASS, confidence };
}

/** Vector and cues as a head weighs them. */
export function scaledFeatures(
  { center, scale }: Pick<LinearHead, 'center' | 'scale'>,
  { vector, cues }: ClassInput,
): number[] {
  return [...vector, ...cues].map((value, at) => (value - Number(center[at])) * Number(scale[at]));
}
