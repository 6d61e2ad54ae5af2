import { describe, expect, it } from 'vitest';
import { mergeSteps } from '#shared/domain/step-history.ts';
import { stepRecord } from '../doubles/sample-records.ts';

const ONE = '2026-01-01T00:00:01.000Z';
const TWO = '2026-01-01T00:00:02.000Z';
const THREE = '2026-01-01T00:00:03.000Z';
const FOUR = '2026-01-01T00:00:04.000Z';

describe('mergeSteps', () => {
  it.each([
    ['runs after', [ONE, TWO], [THREE, FOUR], [ONE, FOUR], 'succeeded'],
    ['ran within', [ONE, FOUR], [TWO, THREE], [ONE, FOUR], 'ModelThrottled'],
    ['ran around', [TWO, THREE], [ONE, FOUR], [ONE, FOUR], 'succeeded'],
    ['was reported late', [THREE, FOUR], [ONE, TWO], [ONE, FOUR], 'ModelThrottled'],
    ['ends together', [ONE, TWO], [ONE, TWO], [ONE, TWO], 'succeeded'],
  ] as const)(
    'keeps the widest times and the outcome that came last when a run %s',
    (_when, known, again, all, outcome) => {
      const merged = mergeSteps(
        stepRecord({ startedAt: known[0], endedAt: known[1], outcome: 'ModelThrottled', runs: 2 }),
        stepRecord({ startedAt: again[0], endedAt: again[1], outcome: 'succeeded' }),
      );

      expect(merged).toEqual(stepRecord({ startedAt: all[0], endedAt: all[1], outcome, runs: 3 }));
    },
  );
});
