import { describe, expect, it } from 'vitest';
import { type FusionCase, fitFusion } from '#shared/domain/fusion-fit.ts';
import type { QueryClass } from '#shared/domain/query-class.ts';

/** A question whose right document stands so on either side, before and behind one that is wrong. */
function asked(queryClass: QueryClass, right: Sides, wrong: Sides): FusionCase {
  return {
    queryClass,
    candidates: [
      { ...right, isRight: true },
      { ...wrong, isRight: false },
    ],
  };
}

type Sides = Omit<FusionCase['candidates'][number], 'isRight'>;

const sides = (lexical: number, vector: number, lexicalRank?: number, vectorRank?: number): Sides => ({
  ...{ lexical, vector, lexicalRank, vectorRank },
});
const many = (count: number, one: FusionCase) => Array.from({ length: count }, () => one);

const BY_MEANING = asked('sentence', sides(0.2, 0.9, 4, 2), sides(0.9, 0.5, 2, 3));
const BY_WORDS = asked('identifier', sides(0.9, 0.2, 2, 4), sides(0.5, 0.9, 3, 2));

describe('fitFusion', () => {
  it('trusts the side that puts the right document first', () => {
    const { fusion, trials } = fitFusion(many(10, BY_MEANING));

    expect(fusion.vector).toBeGreaterThan(fusion.lexical);
    expect(fusion).not.toHaveProperty('method');
    expect(trials).toMatchObject([{ name: 'ranks', cases: 10, isKept: false }]);
  });

  it('gives a way of asking weights of its own where it gains by them', () => {
    const mixed = Array.from({ length: 120 }, (_, at) => (at % 2 === 0 ? BY_MEANING : BY_WORDS));
    const more = many(90, BY_MEANING);

    const { fusion, trials } = fitFusion([...mixed, ...more]);

    expect(fusion.classes?.identifier?.lexical).toBeGreaterThan(0.5);
    expect(fusion.classes).not.toHaveProperty('sentence');
    expect(trials.find(({ name }) => name === 'identifier')).toMatchObject({ mean: 1, cases: 60, isKept: true });
  });

  it('tries no weights of its own on a handful', () => {
    const { fusion, trials } = fitFusion([...many(60, BY_MEANING), ...many(49, BY_WORDS)]);

    expect(fusion).not.toHaveProperty('classes');
    expect(trials.map(({ name }) => name)).toEqual(['ranks', 'sentence']);
  });

  it('goes by ranks where scores mislead', () => {
    // One score that stands out makes all others of its side alike; ranks keep them apart.
    const outlier = asked('sentence', sides(0.01, 0.5, 2, 1), sides(1, 0.49, 1, 30));
    const inverse = asked('sentence', sides(0.5, 0.01, 1, 2), sides(0.49, 1, 30, 1));
    const cases = Array.from({ length: 100 }, (_, at) => (at % 2 === 0 ? outlier : inverse));

    expect(fitFusion(cases).fusion.method).toBe('ranks');
  });

  it('leaves ranks untried where cases of an earlier release have none', () => {
    const { trials } = fitFusion([asked('sentence', sides(0.2, 0.9), sides(1, 0.4))]);

    expect(trials).toEqual([]);
  });

  it('counts a question whose document nobody found as missed, whatever the weights', () => {
    const unfound: FusionCase = { candidates: [{ ...sides(1, 1, 1, 1), isRight: false }] };

    expect(fitFusion([unfound]).trials).toMatchObject([{ mean: 0, reference: 0, isKept: false }]);
    expect(fitFusion([]).fusion).toEqual({ vector: 0, lexical: 1 });
  });
});
