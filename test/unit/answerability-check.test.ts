import { expect, it } from 'vitest';
import { checkAnswerability } from '#shared/domain/answerability-check.ts';
import type { CalibrationCase } from '#shared/domain/calibration-fit.ts';

/** Cases of one group in which a higher feature tells an answer, or, with `sign` -1, tells that there is none. */
function groupOf(group: string, sign = 1): CalibrationCase[] {
  return Array.from({ length: 20 }, (_, at) => ({
    ...{ id: `${group}-${at}`, group, gate: [0, 0, 0], candidates: [], sentences: [] },
    kind: at % 2 === 0 ? 'answerable' : 'adversarial',
    answerability: [(at % 2 === 0 ? sign : -sign) + at / 100],
  }));
}

it('judges each group by what the others teach', () => {
  const check = checkAnswerability([...groupOf('a'), ...groupOf('b'), ...groupOf('c')]);

  expect(check).toEqual({ auroc: 1, groups: ['a', 'b', 'c'].map((group) => ({ group, cases: 20, auroc: 1 })) });
});

it('shows the group in which it is the other way round, which a fit of all would have learned of', () => {
  const check = checkAnswerability([...groupOf('a'), ...groupOf('b'), ...groupOf('odd', -1)]);

  expect(check?.groups.map(({ auroc }) => auroc)).toEqual([expect.any(Number), expect.any(Number), 0]);
  expect(check?.auroc).toBeLessThan(1);
});

it('leaves out absent questions, and what has no group or no sentence', () => {
  const [first, second] = groupOf('a');
  if (first === undefined || second === undefined) throw new Error('two cases');
  const others: CalibrationCase[] = [
    { ...first, kind: 'absent' },
    { ...first, answerability: undefined },
    { ...second, group: undefined },
  ];

  const check = checkAnswerability([...groupOf('a'), ...groupOf('b'), ...others]);

  expect(check?.groups.map(({ cases }) => cases)).toEqual([20, 20]);
});

it('says nothing without two groups of both kinds', () => {
  const answerable = groupOf('b').filter(({ kind }) => kind === 'answerable');
  const adversarial = groupOf('c').filter(({ kind }) => kind === 'adversarial');

  expect(checkAnswerability([...groupOf('a'), ...answerable, ...adversarial])).toBeUndefined();
  expect(checkAnswerability([])).toBeUndefined();
});
