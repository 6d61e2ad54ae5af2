import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classFeatures } from '#shared/domain/class-features.ts';
import { dealtFolds, fitClasses } from '#shared/domain/class-fit.ts';
import { claimClass, UNKNOWN_CLASS } from '#shared/domain/class-head.ts';
import { type ClassExample, linearClassHead } from '#shared/domain/linear-class-head.ts';
import { fitSoftmax, linearScores, softmax } from '#shared/domain/softmax-regression.ts';
import { seededRandom } from '#shared/domain/statistics.ts';
import { redacted } from '#shared/domain/text.ts';

const CORNERS = { north: [0, 1], east: [1, 0], south: [0, -1] } as const;

/** Examples around a corner each, `spread` far from it at most. */
function around(corners: Readonly<Record<string, readonly number[]>>, each: number, spread: number): ClassExample[] {
  const random = seededRandom(7);
  return Object.entries(corners).flatMap(([label, corner]) =>
    Array.from({ length: each }, () => ({
      ...{ label, cues: [0.5] },
      vector: corner.map((value) => value + spread * (random() - 0.5)),
    })),
  );
}

const seen = (vector: readonly number[]) => ({ vector, cues: [0.5] });

describe('classes learned from examples', () => {
  it('claim the class whose examples a text is like', () => {
    const { head, heldOut } = fitClasses(around(CORNERS, 6, 0.4), 1);

    expect(head.classes).toEqual(['east', 'north', 'south']);
    expect(claimClass(head, seen([0.1, 0.9]))).toMatchObject({ documentClass: 'north' });
    expect(claimClass(head, seen([0.9, -0.1]))).toMatchObject({ documentClass: 'east' });
    expect(heldOut.map(({ likeliest, label }) => likeliest === label)).not.toContain(false);
  });

  it('need but two examples of each', () => {
    const { head } = fitClasses(around(CORNERS, 2, 0.1), 1);

    expect(claimClass(head, seen([0, -1])).documentClass).toBe('south');
  });

  it.each([
    ['one class', { north: [0, 1] }, 5],
    ['one example', CORNERS, 1],
  ])('are refused for %s', (_what, corners, each) => {
    expect(() => fitClasses(around(corners, each, 0.1), 0.95)).toThrow(RangeError);
  });

  it('claim none for what lies between them, once some may go without', () => {
    const examples = around(CORNERS, 20, 1.6);

    const { head } = fitClasses(examples, 0.8);

    expect(claimClass(head, seen([0.5, 0.5])).documentClass).toBe(UNKNOWN_CLASS);
    const claimed = examples.filter((example) => claimClass(head, example).documentClass !== UNKNOWN_CLASS);
    expect(claimed.length / examples.length).toBeGreaterThan(0.6);
  });

  it('claim none for what is like none of their examples, however sure the scores are', () => {
    const { head } = fitClasses(around({ north: [0, 1, 0], east: [1, 0, 0] }, 8, 0.2), 1);

    expect(claimClass(head, seen([0.4, 0.2, -3])).documentClass).toBe(UNKNOWN_CLASS);
    expect(
      claimClass({ ...head, leastSimilarity: -1, leastConfidence: 0 }, seen([0.4, 0.2, -3])).documentClass,
    ).not.toBe(UNKNOWN_CLASS);
  });

  it('are as sure as they are right, about', () => {
    const { heldOut } = fitClasses(around(CORNERS, 60, 2.4), 0.95);

    const sure = heldOut.reduce((sum, { confidence }) => sum + confidence, 0) / heldOut.length;
    const right = heldOut.filter(({ likeliest, label }) => likeliest === label).length / heldOut.length;
    expect(right).toBeLessThan(0.99);
    expect(Math.abs(sure - right)).toBeLessThan(0.06);
  });

  it('are no number gone wrong where all examples are the same', () => {
    const { head } = fitClasses(around({ a: [1, 1], b: [1, 1] }, 3, 0), 1);

    expect(claimClass(head, seen([1, 1])).confidence).toBeCloseTo(0.5, 6);
  });

  it('never take a text for a class of which they saw nothing', () => {
    const head = linearClassHead(around(CORNERS, 3, 0.1), ['east', 'north', 'south', 'west']);

    const scores = linearScores(head.scores, [-1, 0, 0]);

    expect(scores.indexOf(Math.max(...scores))).not.toBe(3);
  });

  it('treat a text that is at the middle of all as like nothing', () => {
    const { head } = fitClasses(around(CORNERS, 4, 0), 1);
    const middle = { vector: head.center.slice(0, 2), cues: head.center.slice(2) };

    expect(claimClass({ ...head, leastSimilarity: 0.01 }, middle).documentClass).toBe(UNKNOWN_CLASS);
  });
});

it('deals every label out to the folds by turns', () => {
  expect(dealtFolds(['a', 'b', 'a', 'a', 'b'], 2)).toEqual([0, 0, 1, 0, 1]);
});

it('moves scores towards the rows, and less where leaving the guess is dear', () => {
  const prior = { weights: [[0], [0]], biases: [0, 0] };
  const rows = [
    { features: [1], classAt: 0, share: 0.5 },
    { features: [-1], classAt: 1, share: 0.5 },
  ];

  const [free, bound] = [0.001, 1].map((ridge) => softmax(linearScores(fitSoftmax(rows, prior, ridge), [1]))[0] ?? 0);

  expect(free).toBeGreaterThan(0.95);
  expect(bound).toBeGreaterThan(0.5);
  expect(bound).toBeLessThan(Number(free));
});

it('makes probabilities of any scores', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 9 }), (scores) => {
      const probabilities = softmax(scores);

      expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      expect(probabilities[scores.indexOf(Math.max(...scores))]).toBe(Math.max(...probabilities));
    }),
  );
});

it('sees the make-up of a text as numbers from 0 to 1, and as many for every text', () => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), (title, text) => {
      const features = classFeatures({ title: redacted(title), text: redacted(text), mediaType: 'text/plain' });

      expect(features).toHaveLength(26);
      expect(Math.min(...features)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...features)).toBeLessThanOrEqual(1);
    }),
  );
});
