import { describe, expect, it } from 'vitest';
import { RERANK_FEATURES, type RerankFeatures } from '#shared/domain/rerank-features.ts';
import { crossValidated, fitReranker, type RerankCase, rerankGain } from '#shared/domain/rerank-fit.ts';
import { RERANK_WEIGHTS, rerankScore } from '#shared/domain/rerank-weights.ts';

const featured = (changes: Partial<RerankFeatures>): RerankFeatures => ({
  ...{
    fused: 0,
    similarity: 0,
    coverage: 0,
    sentence: 0,
    heading: 0,
    phrase: 0,
    proximity: 0,
    feedback: 0,
    meaning: 0,
  },
  ...changes,
});

/** The relevant item stands last, and its phrase alone gives it away. */
const telling = (id: string): RerankCase => ({
  ...{ id, below: ['far'], judgements: new Map([['right', 1]]) },
  candidates: [
    { itemId: 'wrong', features: featured({ fused: 1, phrase: 0.1 }) },
    { itemId: 'other', features: featured({ fused: 0.8, phrase: 0 }) },
    { itemId: 'right', features: featured({ fused: 0.6, phrase: 0.9 }) },
  ],
});

describe('fitting the reranker', () => {
  it('learns which features tell what is relevant', () => {
    const weights = fitReranker([telling('a'), telling('b')]);

    expect(weights.phrase).toBeGreaterThan(0);
    expect(weights.phrase).toBeGreaterThan(weights.fused);
    expect(Object.keys(weights)).toEqual([...RERANK_FEATURES]);
  });

  it('leaves out questions to which nothing is relevant', () => {
    const unanswered: RerankCase = { ...telling('none'), judgements: new Map() };

    expect(crossValidated([telling('a'), telling('b'), unanswered, unanswered])).toHaveLength(2);
  });

  it('measures every question under weights of the other half alone', () => {
    const misleading: RerankCase = { ...telling('odd'), judgements: new Map([['wrong', 1]]) };
    // One half says that phrases help, the other that they harm: each then spoils the other's order.
    const cases = [telling('a'), misleading, telling('c'), misleading];

    const gains = crossValidated(cases);

    expect(gains).toHaveLength(4);
    expect(gains.slice(2).every(({ fused, reranked }) => fused === 1 && reranked < 1)).toBe(true);
  });

  it('says what it gains on a question, and nothing where nothing is relevant', () => {
    const weights = fitReranker([telling('a')]);

    expect(rerankGain(telling('b'), weights)).toEqual({ fused: expect.closeTo(0.5, 10), reranked: 1 });
    expect(rerankGain({ ...telling('c'), judgements: new Map() }, weights)).toBeUndefined();
  });

  it('refuses questions that hold nothing to learn from', () => {
    expect(() => fitReranker([{ ...telling('a'), judgements: new Map() }])).toThrow(RangeError);
  });
});

it('is a weighted sum, in which more of a good sign never harms', () => {
  const before = rerankScore(featured({ coverage: 0.4 }), RERANK_WEIGHTS);

  expect(rerankScore(featured({ coverage: 0.4, fused: 0.5 }), RERANK_WEIGHTS)).toBeGreaterThan(before);
});
