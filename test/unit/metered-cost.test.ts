import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meteredCost } from '#shared/domain/metered-cost.ts';
import { redacted } from '#shared/domain/text.ts';
import { meteredEmbedding } from '#shared/runtime/metered-embedding.ts';
import { hashedWordsEmbedder } from '../doubles/hashed-words-embedder.ts';

const TITAN = 'amazon.titan-embed-text-v2:0';
const use = (model: string, inputTokens = 0, outputTokens = 0) => ({ model, calls: 1, inputTokens, outputTokens });

describe('the metered cost', () => {
  it('is that of the tokens, at the price of the model, whatever wraps its id', () => {
    const profile = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0';

    const { dollars, uses } = meteredCost([use(TITAN, 1_000_000), use(profile, 1_000_000, 1_000_000)]);

    expect(dollars).toBeCloseTo(0.02 + 0.06 + 0.24, 10);
    expect(uses.map(({ basis }) => basis)).toEqual(['list-price', 'list-price']);
  });

  it('takes uses of the same model together', () => {
    const { uses } = meteredCost([use(TITAN, 10), use(TITAN, 20)]);

    expect(uses).toEqual([expect.objectContaining({ model: TITAN, calls: 2, inputTokens: 30 })]);
  });

  it('keeps what nobody told apart from what was told', () => {
    const { uses } = meteredCost([use(TITAN, 10), { ...use(TITAN, 900), isBound: true }, use(TITAN, 20)]);

    expect(uses.map(({ inputTokens, isBound }) => [inputTokens, isBound])).toEqual([
      [30, undefined],
      [900, true],
    ]);
  });

  it.each([
    ['bge-small-en-v1.5-int8', 'embedded'],
    ['extractive', 'embedded'],
    ['somebody-elses-model', 'unpriced'],
  ])('of %s is nothing, and says why: %s', (model, basis) => {
    expect(meteredCost([use(model, 1_000)])).toMatchObject({ dollars: 0, uses: [{ dollars: 0, basis }] });
  });

  it('is the sum of its uses', () => {
    const anyUse = fc.record({
      model: fc.constantFrom(TITAN, 'us.amazon.nova-pro-v1:0', 'extractive', 'unknown'),
      ...{ calls: fc.nat(), inputTokens: fc.nat(), outputTokens: fc.nat() },
    });

    fc.assert(
      fc.property(fc.array(anyUse), (uses) => {
        const cost = meteredCost(uses);
        expect(cost.dollars).toBeCloseTo(
          cost.uses.reduce((sum, { dollars }) => sum + dollars, 0),
          6,
        );
        expect(new Set(cost.uses.map(({ model }) => model)).size).toBe(cost.uses.length);
      }),
    );
  });
});

describe('a metered embedding', () => {
  const texts = [redacted('eight ch'), redacted('and five more')];

  it('takes the tokens that the model told, all parts of them', async () => {
    const embedder = hashedWordsEmbedder();
    const telling: typeof embedder = {
      ...embedder,
      embed: (given, purpose, signal, onTokens) => {
        for (const _text of given) onTokens?.(7);
        return embedder.embed(given, purpose, signal);
      },
    };

    const { vectors, tokens } = await meteredEmbedding(telling, texts, 'passage');

    expect(vectors).toHaveLength(2);
    expect(tokens).toBe(14);
  });

  it('goes by the length of the texts where the model does not tell', async () => {
    const { tokens } = await meteredEmbedding(hashedWordsEmbedder(), texts, 'passage');

    expect(tokens).toBe(2 + 4);
  });
});
