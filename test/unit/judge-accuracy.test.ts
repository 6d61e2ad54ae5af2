import { describe, expect, it } from 'vitest';
import { advisory, isAdvisory } from '#shared/domain/advisory.ts';
import { correctedShare } from '#shared/domain/corrected-share.ts';
import { isInformative, judgeAccuracy, type LabelledVerdict } from '#shared/domain/judge-accuracy.ts';
import { repeatedVerdict } from '#shared/domain/repeated-verdict.ts';
import { seededRandom } from '#shared/domain/statistics.ts';

/** So many verdicts of each sort: right yes, wrong no, right no, wrong yes. */
function verdicts(rightYes: number, wrongNo: number, rightNo: number, wrongYes: number): LabelledVerdict[] {
  const many = (cases: number, verdict: boolean, label: boolean) =>
    Array.from({ length: cases }, () => ({ verdict, label }));
  return [
    ...many(rightYes, true, true),
    ...many(wrongNo, false, true),
    ...many(rightNo, false, false),
    ...many(wrongYes, true, false),
  ];
}

describe('what a judge is worth', () => {
  it('agrees with the example of Cohen’s kappa that textbooks have', () => {
    const { kappa, sensitivity, specificity, balancedAccuracy } = judgeAccuracy(verdicts(20, 10, 15, 5));

    expect(kappa.value).toBeCloseTo(0.4, 12);
    expect(kappa.low).toBeLessThan(0.4);
    expect([sensitivity.value, specificity.value]).toEqual([20 / 30, 0.75]);
    expect(balancedAccuracy.value).toBeCloseTo((20 / 30 + 0.75) / 2, 12);
  });

  it.each([
    ['always says yes', verdicts(90, 0, 0, 10)],
    ['always says no', verdicts(0, 90, 10, 0)],
    ['throws a coin', verdicts(45, 45, 5, 5)],
  ])('is nothing when it %s, however many it tells right', (_what, all) => {
    const accuracy = judgeAccuracy(all);

    expect(accuracy.balancedAccuracy.value).toBe(0.5);
    expect(accuracy.kappa.value).toBeCloseTo(0, 12);
    expect(isInformative(accuracy)).toBe(false);
  });

  it('is shown to be something only by enough labels', () => {
    expect(isInformative(judgeAccuracy(verdicts(2, 1, 2, 1)))).toBe(false);
    expect(isInformative(judgeAccuracy(verdicts(60, 30, 60, 30)))).toBe(true);
  });

  it('knows no agreement beyond chance where all is of one kind', () => {
    expect(judgeAccuracy(verdicts(5, 0, 0, 0)).kappa.value).toBe(0);
  });
});

describe('the share that truly holds', () => {
  const PERFECT = { positives: { cases: 1_000, hits: 1_000 }, negatives: { cases: 1_000, hits: 1_000 } };
  const LENIENT = { positives: { cases: 100, hits: 95 }, negatives: { cases: 100, hits: 60 } };

  it('is what a judge without errors says', () => {
    const share = correctedShare({ cases: 200, hits: 150 }, PERFECT);

    expect(share?.value).toBe(0.75);
    expect(share?.low).toBeGreaterThan(0.67);
    expect(share?.high).toBeLessThan(0.82);
  });

  it('is less than a lenient judge says, and less sure', () => {
    const said = { cases: 200, hits: 150 };
    const [share, perfect] = [correctedShare(said, LENIENT), correctedShare(said, PERFECT)];

    expect(share?.value).toBeCloseTo((0.75 - 0.4) / 0.55, 12);
    expect((share?.high ?? 0) - (share?.low ?? 0)).toBeGreaterThan((perfect?.high ?? 0) - (perfect?.low ?? 0));
  });

  it('stays between none and all', () => {
    expect(correctedShare({ cases: 50, hits: 10 }, LENIENT)).toMatchObject({ value: 0, low: 0 });
    expect(correctedShare({ cases: 50, hits: 50 }, LENIENT)).toMatchObject({ value: 1, high: 1 });
  });

  it.each([
    ['of a judge that always says yes', { positives: { cases: 9, hits: 9 }, negatives: { cases: 9, hits: 0 } }],
    [
      'of a judge that has it the wrong way round',
      { positives: { cases: 9, hits: 1 }, negatives: { cases: 9, hits: 1 } },
    ],
    ['without labels of both kinds', { positives: { cases: 9, hits: 9 }, negatives: { cases: 0, hits: 0 } }],
  ])('cannot be told %s', (_what, errors) => {
    expect(correctedShare({ cases: 9, hits: 9 }, errors)).toBeUndefined();
  });

  it.each([0.1, 0.5, 0.9])('lies in the interval about as often as it says, where %d holds', (truth) => {
    const random = seededRandom(5);
    const drawn = (cases: number, chance: number) => ({
      cases,
      hits: Array.from({ length: cases }, () => random()).filter((value) => value < chance).length,
    });
    const [sensitivity, specificity, runs] = [0.85, 0.75, 400];

    const covered = Array.from({ length: runs }, () => {
      const errors = { positives: drawn(80, sensitivity), negatives: drawn(80, specificity) };
      const said = drawn(150, truth * sensitivity + (1 - truth) * (1 - specificity));
      const { low = 1, high = 0 } = correctedShare(said, errors) ?? {};
      return low <= truth && truth <= high;
    }).filter(Boolean).length;

    expect(covered / runs).toBeGreaterThan(0.92);
  });
});

describe('repeats', () => {
  it.each([
    ['all yes', [true, true, true], { holds: true, agreement: 1 }],
    ['two of three', [true, false, true], { holds: true, agreement: 1 / 3 }],
    ['one of three', [false, false, true], { holds: false, agreement: 1 / 3 }],
    ['a tie', [true, false], { holds: false, agreement: 0 }],
    ['one alone', [true], { holds: true, agreement: 1 }],
    ['two of which the third failed', [true, undefined, true], { holds: true, agreement: 1 }],
  ])('go with the majority and say how far they agree: %s', (_what, repeats, expected) => {
    expect(repeatedVerdict(repeats)).toEqual(expected);
  });

  it.each([
    ['one of three came', [undefined, true, undefined]],
    ['one of two came', [true, undefined]],
    ['none came', [undefined]],
  ])('say nothing where %s', (_what, repeats) => {
    expect(repeatedVerdict(repeats)).toBeUndefined();
  });
});

it('tells figures that a model judged by their names', () => {
  expect([advisory('faithful'), 'hybrid.advisory.x'].map(isAdvisory)).toEqual([true, false]);
});
