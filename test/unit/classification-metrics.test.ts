import { expect, it } from 'vitest';
import { calibrationError, coverageCurve, macroF1 } from '#shared/domain/classification-metrics.ts';

const taken = (label: string, predicted: string, confidence = 0.9) => ({ label, predicted, confidence });

it('weighs a small class like a large one', () => {
  const cases = [taken('a', 'a'), taken('a', 'a'), taken('a', 'a'), taken('b', 'a')];

  expect(macroF1(cases)).toBeCloseTo((6 / 7 + 0) / 2, 12);
});

it('counts a document taken for none as a miss of its class, and as a hit where none is right', () => {
  expect(macroF1([taken('a', 'unknown'), taken('a', 'a')])).toBeCloseTo(2 / 3, 12);
  expect(macroF1([taken('unknown', 'unknown')])).toBe(1);
});

it('measures by how much confidence misses what is right', () => {
  const cases = (confidence: number, right: number) =>
    Array.from({ length: 10 }, (_, at) => ({ confidence, isRight: at < right }));

  expect(calibrationError(cases(0.8, 8))).toBeCloseTo(0, 12);
  expect(calibrationError(cases(0.95, 5))).toBeCloseTo(0.45, 12);
  expect(calibrationError([...cases(1, 10), ...cases(0.25, 10)])).toBeCloseTo(0.375, 12);
});

it('draws what is right of the surest', () => {
  const cases = Array.from({ length: 20 }, (_, at) => ({ confidence: at / 20, isRight: at >= 10 }));

  const curve = coverageCurve(cases);

  expect(curve).toHaveLength(10);
  expect(curve[0]).toEqual({ coverage: 0.1, threshold: 0.9, accuracy: 1 });
  expect(curve[9]).toEqual({ coverage: 1, threshold: 0, accuracy: 0.5 });
});
