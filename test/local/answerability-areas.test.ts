import { expect, it } from 'vitest';
import { answerabilityAreas, type ScoredCase } from '#infra/local/evaluation/answerability-areas.ts';

const scored = (article: number, kind: ScoredCase['kind'], answerability: number): ScoredCase => ({
  ...{ article, kind, answerability, score: 0.5 },
});

/** Every article parts its own questions well; the second lies lower than the first as a whole. */
const APART = [
  ...[scored(1, 'answerable', 0.9), scored(1, 'adversarial', 0.8), scored(1, 'adversarial', 0.7)],
  ...[scored(2, 'answerable', 0.4), scored(2, 'adversarial', 0.3), scored(2, 'adversarial', 0.2)],
];

it('is not fooled by articles that differ: the mean within them stands beside the area over all', () => {
  const areas = answerabilityAreas(APART);

  expect(areas['answerability.auroc']?.value).toBe(0.75);
  expect(areas['answerability.auroc.within']).toEqual({ value: 1, low: 1, high: 1 });
});

it('nor flattered by them: an article in which nothing is told apart counts as one', () => {
  const blind = [scored(2, 'answerable', 0.1), scored(2, 'adversarial', 0.1)];

  const areas = answerabilityAreas([...APART.slice(0, 3), ...blind]);

  expect(areas['answerability.auroc.within']).toEqual({ value: 0.75, low: 0.5, high: 1 });
});

it('leaves out what was not asked both ways', () => {
  const areas = answerabilityAreas([...APART, scored(3, 'answerable', 0.1)]);

  expect(areas['answerability.auroc.within']?.value).toBe(1);
  expect(Object.keys(areas)).toEqual(['answerability.auroc', 'answerability.auroc.within']);
  expect(answerabilityAreas([scored(1, 'answerable', 1)])).toEqual({});
});

it('weighs whether there is evidence at all by the gate’s own score', () => {
  const absent = { ...scored(1, 'absent', 0.9), score: 0.1 };

  expect(answerabilityAreas([...APART, absent])['absence.auroc']?.value).toBe(1);
});
