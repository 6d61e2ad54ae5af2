import { describe, expect, it } from 'vitest';
import { type CalibrationCase, fitCalibration } from '#shared/domain/calibration-fit.ts';
import { fitLogistic, thresholdAt } from '#shared/domain/logistic-regression.ts';
import { seededRandom } from '#shared/domain/statistics.ts';

const random = seededRandom(7);
const noise = (spread: number) => (random() - 0.5) * spread;

function labelled(kind: CalibrationCase['kind'], number: number): CalibrationCase {
  const closeness = { answerable: 0.8, adversarial: 0.72, absent: 0.5 }[kind];
  const similarity = closeness + noise(0.2);
  const sentence = (near: number, holdsAnswer: boolean) => ({
    ...{ similarity: near, coverage: near - noise(0.3), surroundings: near, form: noise(1), holdsAnswer },
  });
  return {
    id: `${kind}-${number}`,
    kind,
    gate: [similarity, similarity - noise(0.3), kind === 'absent' ? random() : 0],
    candidates: [
      { lexical: 0.2, vector: 0.9, isRight: kind === 'answerable' },
      { lexical: 1, vector: 0.4, isRight: false },
    ],
    sentences: [sentence(similarity, kind === 'answerable'), sentence(similarity - 0.3, false)],
    answerability: [
      similarity,
      noise(1),
      kind === 'answerable' ? 0 : random(),
      0,
      kind === 'answerable' ? 0 : random(),
    ],
  };
}

const kinds = ['answerable', 'absent', 'adversarial'] as const;
const cases = Array.from({ length: 300 }, (_, number) => labelled(kinds[number % 3] ?? 'absent', number));

describe('fitLogistic', () => {
  it('finds the weights that the observations were drawn with', () => {
    const draw = seededRandom(1);
    const rows = Array.from({ length: 4_000 }, () => {
      const features = [draw() * 4 - 2, draw() * 4 - 2];
      const odds = 2 * Number(features[0]) - Number(features[1]);
      return { features, isPositive: draw() < 1 / (1 + Math.exp(-odds)) };
    });

    const { weights, bias } = fitLogistic(rows);

    expect(weights[0]).toBeGreaterThan(1.7);
    expect(weights[0]).toBeLessThan(2.3);
    expect(weights[1]).toBeGreaterThan(-1.25);
    expect(weights[1]).toBeLessThan(-0.8);
    expect(Math.abs(bias)).toBeLessThan(0.15);
  });

  it('explains only what is not known already', () => {
    const rows = [-2, -1, 1, 2].map((x) => ({ features: [x], isPositive: x > 0, offset: 10 * x }));

    expect(fitLogistic(rows).weights[0]).toBeLessThan(0.1);
  });

  it('gives no weight to what never changes', () => {
    const rows = [true, false].map((isPositive) => ({ features: [3], isPositive }));

    expect(fitLogistic(rows)).toEqual({ weights: [0], bias: 0 });
  });

  it('takes cases of both kinds', () => {
    expect(() => fitLogistic([{ features: [1], isPositive: true }])).toThrow(RangeError);
  });
});

describe('thresholdAt', () => {
  it('refuses no more than the share', () => {
    const scores = Array.from({ length: 100 }, (_, at) => at);

    expect(scores.filter((score) => score < thresholdAt(scores, 0.02))).toHaveLength(2);
    expect(thresholdAt([], 0.5)).toBe(0);
    expect(thresholdAt([4], 1)).toBe(4);
  });
});

describe('fitCalibration', () => {
  const fit = fitCalibration(cases);

  it('trusts the side of the search that puts the right document first', () => {
    expect(fit.fusion.vector).toBeGreaterThan(fit.fusion.lexical);
  });

  it('finds evidence where there is some, and refuses as few of the answerable as the operating point says', () => {
    const scoreOf = ({ gate: [similarity, coverage, missing] }: CalibrationCase) => {
      const { gate } = fit;
      const odds = gate.bias + gate.similarity * similarity + gate.coverage * coverage + gate.missingNames * missing;
      return 1 / (1 + Math.exp(-odds));
    };
    const refused = (kind: CalibrationCase['kind']) =>
      cases.filter((each) => each.kind === kind && scoreOf(each) < fit.gate.threshold).length;

    expect(refused('answerable')).toBeLessThanOrEqual(3);
    expect(refused('absent')).toBeGreaterThan(90);
  });

  it('counts closeness for a sentence, and against it missing names and what it gains without words', () => {
    expect(fit.sentence.similarity).toBeGreaterThan(0);
    expect(fit.answerability.missingAround).toBeLessThan(0);
    expect(fit.answerability.unsaid).toBeLessThan(0);
    expect(fit.isCalibrated).toBe(true);
  });

  it('lets absent questions stand for those that fool where there are none, and leaves out what has no sentence', () => {
    const few = cases.filter(({ kind }) => kind !== 'adversarial');
    const bare: CalibrationCase = { ...labelled('absent', 999), sentences: [], answerability: undefined };
    const unfound: CalibrationCase = { ...labelled('answerable', 998), candidates: [] };

    expect(fitCalibration([...few, bare, unfound]).answerability.similarity).toBeGreaterThan(0);
  });
});
