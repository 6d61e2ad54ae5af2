import { describe, expect, it } from 'vitest';
import { judgeLoss, judgeMaximum, judgeMinimum, overallVerdict, verdictOf } from '#shared/domain/release-gate.ts';

/** So many cases, of which some lost all and some gained all. */
function differences(cases: number, losses: number, gains = 0): number[] {
  return Array.from({ length: cases }, (_, at) => (at < losses ? -1 : at < losses + gains ? 1 : 0));
}

describe('a claim that less than 2 points are lost', () => {
  it.each([
    ['a loss of 3 points on 225 cases', 225, 7, 0, 'fail'],
    ['a loss of 3 points with some noise on 400', 400, 18, 6, 'fail'],
    ['a loss of 2 points on 400 cases', 400, 8, 0, 'fail'],
    ['a loss of 2 points on 100 cases', 100, 2, 0, 'inconclusive'],
    ['no change on 225 cases', 225, 0, 0, 'pass'],
    ['no change on 10 cases', 10, 0, 0, 'inconclusive'],
    ['a loss of half a point on 400', 400, 2, 0, 'pass'],
    ['a gain of a point with noise on 400', 400, 1, 5, 'pass'],
    ['losses and gains alike on 300', 300, 12, 12, 'inconclusive'],
  ])('%s', (_what, cases, losses, gains, verdict) => {
    expect(judgeLoss(differences(cases, losses, gains), 0.02, 0.95).verdict).toBe(verdict);
  });

  it('says how many cases would settle it, where more of the same kind would', () => {
    const few = judgeLoss(differences(10, 0), 0.02, 0.95);
    const lost = judgeLoss(differences(20, 1), 0.02, 0.95);

    const needed = Number(few.casesNeeded);

    expect(needed).toBeGreaterThan(140);
    expect(needed).toBeLessThan(160);
    expect(judgeLoss(differences(needed + 5, 0), 0.02, 0.95).verdict).toBe('pass');
    expect(lost.verdict).toBe('inconclusive');
    expect(lost.casesNeeded).toBeUndefined();
  });
});

describe('a claim about the mean of shares', () => {
  it.each([
    [0.9, 200, 0.8, 'pass'],
    [0.7, 200, 0.8, 'fail'],
    [0.82, 50, 0.8, 'inconclusive'],
    [0.78, 50, 0.8, 'inconclusive'],
  ])('a mean of %d over %i cases against %d', (mean, cases, minimum, verdict) => {
    const values = Array.from({ length: cases }, (_, at) => (at < mean * cases ? 1 : 0));

    expect(judgeMinimum(values, minimum, 0.95).verdict).toBe(verdict);
  });

  it('says how many cases would settle it only where the mean is on the right side', () => {
    const values = (mean: number) => Array.from({ length: 50 }, (_, at) => (at < mean * 50 ? 1 : 0));

    expect(judgeMinimum(values(0.82), 0.8, 0.95).casesNeeded).toBeGreaterThan(500);
    expect(judgeMinimum(values(0.78), 0.8, 0.95).casesNeeded).toBeUndefined();
  });
});

it('holds an amount to a limit that a share of the cases may exceed', () => {
  const amounts = (slow: number) => Array.from({ length: 200 }, (_, at) => (at < slow ? 900 : 100));
  const verdict = (slow: number) => judgeMaximum(amounts(slow), { maximum: 250, share: 0.05 }, 0.95).verdict;

  expect([verdict(2), verdict(9), verdict(30)]).toEqual(['pass', 'inconclusive', 'fail']);
});

it('reads the verdict of a figure with an interval off the interval', () => {
  const verdicts = [0.75, 0.85, 0.95].map((minimum) => verdictOf({ low: 0.8, high: 0.9 }, minimum));

  expect(verdicts).toEqual(['pass', 'inconclusive', 'fail']);
});

it('lets several claims pass only together', () => {
  expect(overallVerdict(['pass', 'pass'])).toBe('pass');
  expect(overallVerdict(['pass', 'inconclusive'])).toBe('inconclusive');
  expect(overallVerdict(['inconclusive', 'fail', 'pass'])).toBe('fail');
});
