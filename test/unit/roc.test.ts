import { expect, it } from 'vitest';
import { areaUnderRoc } from '#shared/domain/roc.ts';
import { holdsAnswer } from '#shared/domain/text-answer.ts';

it.each([
  ['tells all apart', [0.8, 0.9], [0.1, 0.2], 1],
  ['has all the wrong way round', [0.1], [0.9], 0],
  ['ties', [0.5, 0.5], [0.5], 0.5],
  ['gets three of four pairs right', [0.4, 0.9], [0.2, 0.5], 0.75],
])('gives the area under the curve of a score that %s', (_what, high, low, area) => {
  expect(areaUnderRoc(high, low)).toBeCloseTo(area, 12);
});

it('gives no area without cases of both kinds', () => {
  expect(areaUnderRoc([1], [])).toBeNaN();
});

it.each([
  ['Rollo ruled in “Rouen”.', 'rouen', true],
  ['It fell in 1918.', '18', false],
  ['the  Old\nTown', 'old town', true],
  ['anything', '?', false],
])('finds an answer as words of its own: %j holds %j', (text, answer, holds) => {
  expect(holdsAnswer(text, answer)).toBe(holds);
});
